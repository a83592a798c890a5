"""Families `login.check*`, `login.2fa`, `session.*`: how a login is checked, and its session."""

import re

from parsers.cloudstack.families.login import suspect
from parsers.cloudstack.families.told import read_who
from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants

_URL = re.compile(r"provider url: (?P<url>\S+)")
_REFUSED = re.compile(
    r"(?i)fail|unable|error|could ?n|not (?:match|found|valid|allowed)|denied|invalid"
)


_AUTHENTICATORS = (
    *("MD5UserAuthenticator", "SHA256SaltedUserAuthenticator", "PBKDF2UserAuthenticator"),
    *("PlainTextUserAuthenticator", "SAML2UserAuthenticator", "OAuth2UserAuthenticator"),
)


def _cut(_match: re.Match[str], fields: Fields) -> None:
    suspect(fields)


def _who(match: re.Match[str], fields: Fields) -> None:
    read_who(match.string, fields)


def _second(match: re.Match[str], fields: Fields) -> None:
    read_who(match.string, fields)
    text = match.string
    if "validated" in text or "success" in text:
        fields["event.outcome"] = "success"


def _matched(match: re.Match[str], fields: Fields) -> None:
    read_who(match.string, fields)
    fields["event.outcome"] = "success" if match["not"] is None else "failure"


def _ldap(match: re.Match[str], fields: Fields) -> None:
    """`ldap://` sends passwords as they are: a finding of its own."""
    read_who(match.string, fields)
    found = _URL.search(match.group())
    if found is not None:
        add_labels(fields, {"url": found["url"]})
        if found["url"].startswith("ldap:"):
            fields["event.reason"] = "not encrypted"


def _saml(match: re.Match[str], fields: Fields) -> None:
    read_who(match.string, fields)
    if _REFUSED.search(match.group()) and "not enabled" not in match.group():
        fields["event.outcome"] = "failure"


FAMILY = Family(
    __file__,
    "authenticator.lark",
    texts=(
        Text(
            "TRYING",
            ("Retrieving", "Trying"),
            constants("login.check", "login-checked", category="authentication", types="info"),
            {"user": "user.name", "method": "labels.method"},
        ),
        Text(
            "NOT_FOUND",
            ("Unable",),
            constants(
                "login.check.unknown", "user-unknown", category="authentication", types="info"
            ),
            {"user": "user.name", "domain": "cloudstack.domain.id", "why": "event.reason"},
        ),
        Text(
            "NOT_FOUND_CUT",
            ("Unable",),
            constants("login.forged", "login-forged", category="authentication", types="info"),
            {"user": "user.name"},
            read=_cut,
            classes=_AUTHENTICATORS,
        ),
        Text(
            "WRONG_FORMAT",
            ("The",),
            constants(
                "login.check.skipped",
                "authenticator-skipped",
                category="authentication",
                types="info",
            ),
            {"user": "user.name"},
        ),
        Text(
            "MISMATCH",
            ("Password", "Username"),
            constants(
                "login.check.failed",
                "password-wrong",
                category="authentication",
                types="info",
                outcome="failure",
            ),
        ),
        Text(
            "LDAP",
            ("LDAP", "ldap", "initializing", "searching", "user"),
            constants("login.ldap", "ldap-asked", category="authentication", types="info"),
            read=_ldap,
            classes=(
                "LdapAuthenticator",
                "LdapManagerImpl",
                "LdapContextFactory",
                "OpenLdapUserManagerImpl",
                "ADLdapUserManagerImpl",
            ),
        ),
        Text(
            "LDAP_FAILED",
            (
                "Exception",
                "Error",
                "Failed",
                "Unable",
                "unable",
                "Not",
                "not",
                "No",
                "no",
                "Could",
                "could",
                "failed",
                "Cannot",
            ),
            constants(
                "login.ldap.failed",
                "ldap-failed",
                category="authentication",
                types="info",
                outcome="failure",
            ),
            read=_who,
            classes=(
                "LdapAuthenticator",
                "LdapManagerImpl",
                "LdapContextFactory",
                "OpenLdapUserManagerImpl",
                "ADLdapUserManagerImpl",
            ),
        ),
        Text(
            "SAML",
            (
                *("Sending", "Finished"),
                "SAML",
                "SAML2",
                "Failed",
                "SP",
                "IDP",
                "IdP",
                "Metadata",
                "Unable",
                "Error",
                "Received",
                "Encrypt",
                "Adding",
                "Couldn",
                "Attribute",
                "Account",
                "Starting",
                "Found",
                "The",
            ),
            constants("login.saml", "saml-read", category="authentication", types="info"),
            read=_saml,
            classes=(
                "SAML2AuthManagerImpl",
                "SAML2LoginAPIAuthenticatorCmd",
                "SAML2LogoutAPIAuthenticatorCmd",
                "SAMLUtils",
                "SAML2UserAuthenticator",
                "GetServiceProviderMetaDataCmd",
                "ListAndSwitchSAMLAccountCmd",
            ),
        ),
        Text(
            "OAUTH",
            ("OAuth2", "OAuth"),
            constants("login.oauth", "oauth-read", category="authentication", types="info"),
            read=_who,
        ),
        Text(
            "SECOND_DONE",
            ("Two",),
            constants(
                "login.2fa",
                "second-factor-known",
                category="authentication",
                types="info",
                outcome="success",
            ),
            {"id": "user.id"},
        ),
        Text(
            "SECOND_FAILED",
            ("Verification", "Two", "two", "Unable"),
            constants(
                "login.2fa",
                "second-factor-failed",
                category="authentication",
                types="info",
                outcome="failure",
            ),
            read=_who,
        ),
        Text(
            "SECOND_MATCHED",
            ("2FA",),
            constants(
                "login.2fa", "second-factor-checked", category="authentication", types="info"
            ),
            read=_matched,
        ),
        Text(
            "SECOND_ASKED",
            ("Verifying", "Two"),
            constants("login.2fa", "second-factor-asked", category="authentication", types="info"),
            read=_second,
        ),
        Text(
            "SSO",
            ("Invalid", "Expired"),
            constants(
                "login.sso",
                "timestamp-refused",
                category="authentication",
                types="start",
                outcome="failure",
            ),
        ),
        Text(
            "CREATED",
            ("Session",),
            constants("session.created", "session-created", category="session", types="start"),
        ),
        Text(
            "DESTROYED",
            ("Session",),
            constants("session.destroyed", "session-destroyed", category="session", types="end"),
        ),
        Text(
            "COUNTED_SESSIONS",
            ("Sessions",),
            constants("session.counted", "sessions-counted", category="session", types="info"),
            {"count": "labels.sessions"},
        ),
        Text(
            "TIMEZONE",
            ("Current", "Timezone"),
            constants("session.timezone", "timezone-noted", category="session", types="info"),
            {"zone": "labels.timezone"},
        ),
        Text(
            "INVALID",
            ("Invalid", "invalid", "Session", "Existing", "Invalidating", "Failed"),
            constants(
                "session.invalid",
                "session-invalid",
                category="session",
                types="end",
                outcome="failure",
            ),
            classes=("ApiServlet", "ApiServer", "ConsoleProxyServlet"),
        ),
    ),
)
