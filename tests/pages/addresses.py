"""Every address that somebody can go to, with who goes there and what it names; and why not the others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.pages.town import Town
from wraparound.foundation.accounts.models import Role
from wraparound.foundation.ui.public_ids import made_id

ADMIN, DATA, DUTY, HV, MANAGER, OFFICER = (
    Role.AREA_ADMINISTRATOR, Role.DATA_MANAGER, Role.DUTY, Role.PRACTITIONER, Role.TEAM_MANAGER,
    Role.PRIVACY_OFFICER,
)  # fmt: skip
NOBODY = ""
"""Who is not signed in."""
Args = Callable[[Town], list[Any]]


@dataclass(frozen=True)
class Visit:
    """Who goes to an address, and the keys that stand in it."""

    role: str
    args: Args = lambda town: []
    status: int = 200


def _of(name: str, *attributes: str) -> Args:
    """Return how to name something that the town has: by its primary key, or by these attributes."""

    def args(town: Town) -> list[Any]:
        thing = getattr(town.has, name)
        return [getattr(thing, attribute) for attribute in attributes or ("pk",)]

    return args


def _of_council(name: str) -> Args:
    return lambda town: [town.has.council.pk, getattr(town.has, name).pk]


CHILD, COUNCIL, WORKER = _of("child", "public_id"), _of("council"), _of("worker", "public_id")
PAGES: dict[str, Visit] = {
    "home": Visit(HV),
    "partners:agencies": Visit(ADMIN),
    "partners:add": Visit(ADMIN),
    "partners:agency": Visit(ADMIN, COUNCIL),
    "partners:change": Visit(ADMIN, COUNCIL),
    "partners:add-service": Visit(ADMIN, COUNCIL),
    "partners:service": Visit(ADMIN, _of_council("service")),
    "partners:add-team": Visit(ADMIN, COUNCIL),
    "partners:team": Visit(ADMIN, _of_council("team")),
    "partners:add-code": Visit(ADMIN, COUNCIL),
    "partners:add-place": Visit(ADMIN, COUNCIL),
    "partners:add-membership": Visit(ADMIN, COUNCIL),
    "partners:add-agreement": Visit(ADMIN, COUNCIL),
    "partners:end": Visit(ADMIN, lambda town: [town.has.council.pk, "place", town.has.place.pk]),
    "partners:add-succession": Visit(ADMIN, COUNCIL),
    "partners:successions": Visit(ADMIN),
    "partners:decide": Visit(ADMIN, _of("succession")),
    "places:area": Visit(ADMIN),
    "places:change-area": Visit(ADMIN),
    "places:add-number": Visit(ADMIN),
    "places:number": Visit(ADMIN, _of("number")),
    "places:decided": Visit(ADMIN, lambda town: ["calendar"]),
    "places:decide": Visit(ADMIN, lambda town: ["calendar"]),
    "places:footprints": Visit(ADMIN),
    "places:add-footprint": Visit(ADMIN),
    "places:footprint": Visit(ADMIN, _of("footprint")),
    "places:add-level": Visit(ADMIN),
    "places:load-footprints": Visit(ADMIN),
    "places:postcodes": Visit(ADMIN),
    "places:load-postcodes": Visit(ADMIN),
    "places:postcode-load": Visit(ADMIN, _of("postcode_load")),
    "audit:entries": Visit(OFFICER),
    "audit:own": Visit(HV),
    "audit:team": Visit(MANAGER),
    "audit:accounts": Visit(ADMIN),
    "audit:child": Visit(OFFICER, CHILD),
    "audit:samples": Visit(OFFICER),
    "audit:sample": Visit(OFFICER, _of("sample", "public_id")),
    "staffing:posts": Visit(ADMIN),
    "staffing:place": Visit(ADMIN),
    "staffing:post": Visit(ADMIN, WORKER),
    "staffing:move": Visit(ADMIN, WORKER),
    "staffing:end": Visit(ADMIN, WORKER),
    "staffing:leave": Visit(ADMIN, WORKER),
    "staffing:suspend": Visit(ADMIN, WORKER),
    "staffing:clearance": Visit(ADMIN, WORKER),
    "staffing:line": Visit(ADMIN, WORKER),
    "staffing:start_again": Visit(ADMIN, WORKER),
    "staffing:changes": Visit(ADMIN),
    "staffing:change": Visit(ADMIN, _of("change", "public_id")),
    "staffing:rotas": Visit(ADMIN),
    "staffing:rota": Visit(ADMIN, _of("care")),
    "staffing:tokens": Visit(ADMIN),
    "staffing:new_token": Visit(ADMIN),
    "staffing:accept": Visit(NOBODY, lambda town: ["a-key-that-nobody-was-given"], status=410),
    "staffing:resume": Visit(ADMIN, WORKER),
    "staffing:renew_token": Visit(ADMIN, _of("token", "public_id")),
    "staffing:revoke_token": Visit(ADMIN, _of("token", "public_id")),
    "notifications:notices": Visit(HV),
    "card:children": Visit(HV),
    "card:card": Visit(HV, CHILD),
    "card:involved": Visit(HV, CHILD),
    "card:journey": Visit(HV, CHILD),
    "card:record": Visit(HV, CHILD),
    "card:who_can_see": Visit(DATA, CHILD),
    "card:emergency": Visit(HV, CHILD),
    "card:closed_work": Visit(MANAGER, CHILD),
    "card:ring": Visit(HV, lambda town: [town.has.child.public_id, town.has.care.pk]),
    "card:ring_request": Visit(HV, _of("ring", "public_id")),
    "finding:search": Visit(HV),
    "finding:results": Visit(HV, lambda town: [town.has.search]),
    "finding:change": Visit(HV, lambda town: [town.has.search]),
    "finding:related": Visit(HV, lambda town: [town.has.search, town.has.child.public_id]),
    "kin:my_home": Visit(HV),
    "kin:kept_out": Visit(DATA, CHILD),
    "kin:kept_to_us": Visit(MANAGER, _of("kept", "public_id")),
    "feeds:loads": Visit(DATA),
    "feeds:send": Visit(DATA),
    "feeds:load": Visit(DATA, _of("load", "public_id")),
    "openings:renew": Visit(HV, _of("opening", "public_id")),
    "openings:to_review": Visit(MANAGER),
    "index:pairs": Visit(DATA),
    "index:propose": Visit(DATA),
    "index:merges": Visit(DATA),
    "index:merge": Visit(DATA, _of("merge", "key")),
    "index:pair": Visit(DATA, _of("pair", "key")),
    "index:corrections": Visit(HV),
    "index:correction": Visit(HV, _of("correction", "key")),
    "index:create": Visit(HV, lambda town: [town.has.search]),
    "index:split": Visit(DATA, CHILD),
    "index:facts": Visit(DATA, CHILD),
    "index:add_fact": Visit(DATA, lambda town: [town.has.child.public_id, "name"]),
    "index:fact": Visit(DATA, lambda town: [town.has.child.public_id, "name", made_id(town.has.own_name)]),
    "shields:shields": Visit(DATA),
    "shields:review": Visit(DATA, _of("review", "public_id")),
    "shields:glass": Visit(DUTY),
    "shields:ask_glass": Visit(DUTY),
    "shields:one_glass": Visit(OFFICER, _of("glass", "key")),
    "shields:set": Visit(MANAGER, CHILD),
    "shields:shield": Visit(DATA, _of("hidden", "public_id")),
    "shields:names": Visit(DATA, lambda town: [town.has.hidden.public_id, town.has.standing.public_id]),
    "shields:adoption": Visit("adoption", CHILD),
    "accounts:posts": Visit(HV),
    "account_login": Visit(NOBODY),
    "account_reset_password": Visit(NOBODY),
    "account_reset_password_done": Visit(NOBODY),
    "account_reset_password_from_key": Visit(NOBODY, lambda town: ["0", "gone"]),
    "account_reset_password_from_key_done": Visit(NOBODY),
    "account_logout": Visit(HV),
    "mfa_index": Visit(HV),
    "account_change_password": Visit(HV),
    "mfa_activate_totp": Visit(HV),
    "mfa_add_webauthn": Visit(HV),
    "mfa_generate_recovery_codes": Visit(HV),
    "account_reauthenticate": Visit(HV),
    "usersessions_list": Visit(HV),
    "socialaccount_login_cancelled": Visit(NOBODY),
}
"""Address name to the visit that shows it."""

_SENT = "takes a form that another page sends, and leads to a page"
_SIGNING_IN = "a step of signing in: tests of signin"
_API = "the API: its tests"
ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(
        [
            "accounts:work_as", "card:open", "card:whereabouts", "feeds:accept", "feeds:stop", "finding:open",
            "index:acknowledge", "kin:let_in", "notifications:go", "notifications:read_all", "openings:close",
            "openings:review", "partners:remove-code", "places:remove-number", "shields:agree_lift",
            "staffing:end_line", "staffing:end_shift", "staffing:invite_again",
        ],
        _SENT,
    ),
    **dict.fromkeys(
        [
            "mfa_authenticate", "mfa_deactivate_totp", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn", "mfa_view_recovery_codes", "openid_connect_callback",
            "openid_connect_login",
        ],
        _SIGNING_IN,
    ),
    **dict.fromkeys(
        [
            "api:api-root", "api:corrections", "api:correction_acknowledge", "api:child", "api:child_involvements", "api:children", "api:feed",
            "api:feed_endings", "api:feed_receipt", "api:feeds", "api:me", "api:openapi-json", "api:searches",
        ],
        _API,
    ),
    "audit:start": "leads to the widest record of looks",
    "feeds:progress": "a part of a page",
    "feeds:receipt": "a file",
    "bring_link": "a signed link: tests of signin",
    "open_link": "a signed link: tests of site",
    "health": "for machines",
}  # fmt: skip
"""Address name to why it is not walked."""
