import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Holds PDF files against PDF/UA-1 and PDF/A-3a with veraPDF, many files in one run.
 *
 * <p>Reads paths from a file, one a line; prints a JSON object a line: first, for each file and profile, how many
 * rules were looked at, then each failed check.
 */
public final class Conformance {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (String path : Files.readAllLines(Path.of(arguments[0]))) {
            check(path, PDFAFlavour.PDFUA_1);
            check(path, PDFAFlavour.PDFA_3_A);
        }
    }

    private static void check(String path, PDFAFlavour profile) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), profile);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Object> summary = line(path, profile);
            summary.put("compliant", result.isCompliant());
            summary.put("assertions", result.getTotalAssertions());
            OUT.println(JSON.writeValueAsString(summary));
            for (TestAssertion found : result.getTestAssertions()) {
                Map<String, Object> failure = line(path, profile);
                failure.put("clause", found.getRuleId().getClause());
                failure.put("test", found.getRuleId().getTestNumber());
                failure.put("message", found.getMessage());
                failure.put("at", found.getLocation().getContext());
                OUT.println(JSON.writeValueAsString(failure));
            }
        }
    }

    private static Map<String, Object> line(String path, PDFAFlavour profile) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("file", path);
        parts.put("profile", profile.getId());
        return parts;
    }
}
