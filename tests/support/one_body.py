"""Random answers made true of one body: those about walking, standing, breathing support, eating and hands agree."""

from __future__ import annotations

from typing import Any

HELPED = ("cane_or_poles", "rollator", "person", "person_and_device")
NONE, MASK, INVASIVE = "none", "mask", "invasive"
VENTILATED: dict[str, dict[str, Any]] = {
    NONE: {"niv_status": "discussed", "niv_hours_per_day": 0, "tracheostomy": False, "mask": "none"},
    MASK: {"niv_status": "in_use", "niv_hours_per_day": 8, "tracheostomy": False, "mask": "in_use"},
    INVASIVE: {"niv_status": "replaced_by_tracheostomy", "niv_hours_per_day": 0, "tracheostomy": True, "mask": "none"},
}
STANDS: dict[bool, dict[str, Any]] = {
    True: {"can_bear_weight": True, "sit_to_stand": "uses_hands", "transfer_help": "one_person"},
    False: {"can_bear_weight": False, "sit_to_stand": "cannot", "transfer_help": "lift"},
}


def one_body(told: dict[str, Any]) -> dict[str, Any]:
    """The same questions answered, with answers changed where two could not both be true."""
    found = dict(told)
    for agree in (_walking, _standing, _breathing, _eating, _hands):
        agree(found)
    return found


def _set(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """These answers, where the questions were answered at all."""
    found.update({name: value for name, value in wanted.items() if name in found})


def _walking(found: dict[str, Any]) -> None:
    help_used, score = found.get("walking_help"), found.get("alsfrs_walking")
    if help_used == "not_walking":
        _set(found, {"alsfrs_walking": min(score or 0, 1)})
    elif help_used in HELPED:
        _set(found, {"alsfrs_walking": 2})
    elif help_used == "brace_only":
        _set(found, {"alsfrs_walking": min(max(score or 2, 2), 3)})
    if help_used == "not_walking" or found.get("alsfrs_walking", 2) < 2:
        found.pop("tug_s", None)
        _set(found, {"walk_distance_m": 0})


def _standing(found: dict[str, Any]) -> None:
    """Who walks stands; where nothing tells of walking, weight bearing decides."""
    walks = (
        found.get("walking_help") in (*HELPED, "brace_only") or "tug_s" in found or found.get("walk_distance_m", 0) > 0
    )
    score = found.get("alsfrs_walking", 2 if walks else None)
    stands = found.get("can_bear_weight", True) is True if score is None else score > 0
    _set(found, STANDS[stands])


def _breathing(found: dict[str, Any]) -> None:
    item = found.get("alsfrs_respiratory")
    if item == 0 and "tracheostomy" not in found:
        item = found["alsfrs_respiratory"] = 1  # alone it may be a slip, and other answers would leave it open
    status = {"in_use": MASK, "replaced_by_tracheostomy": INVASIVE}.get(found.get("niv_status", ""), NONE)
    support = status if item is None else NONE if item == 4 else INVASIVE if item == 0 else MASK
    wanted = dict(VENTILATED[support])
    wanted["equipment_status_breathing_mask_machine"] = wanted.pop("mask")
    _set(found, wanted)


def _eating(found: dict[str, Any]) -> None:
    if found.get("tube_feeding_over_half"):
        _set(
            found, {"alsfrs_swallowing": min(found.get("alsfrs_swallowing", 2), 2)}
        )  # who is fed by tube swallows with care
    if found.get("tube_feeding_over_half") is False:
        _set(found, {"alsfrs_swallowing": max(found.get("alsfrs_swallowing", 1), 1)})


def _hands(found: dict[str, Any]) -> None:
    items = [found[name] for name in ("alsfrs_handwriting", "alsfrs_cutting") if name in found]
    if items:
        grip = 4 if any(items) else 0
        _set(found, {f"mrc_grip_{side}": grip for side in ("left", "right")})
