"""For those who keep stages/: findings, schemas, a rule on one page, the gallery."""
