"""Cases of the families in `authenticator`."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    ("Retrieving user: alice", {"cloudstack.family": "login.check", "user.name": "alice"}),
    ("Retrieving ldap user: alice", {"cloudstack.family": "login.check", "user.name": "alice"}),
    (
        "Trying SAML2 auth for user: robert'); DROP TABLE user;--",
        {
            "cloudstack.family": "login.check",
            "user.name": "robert'); DROP TABLE user;--",
            "labels": {"method": "SAML2"},
        },
    ),
    (
        "Unable to find user with eve in domain 2",
        {
            "cloudstack.family": "login.check.unknown",
            "user.name": "eve",
            "cloudstack.domain.id": "2",
        },
    ),
    (
        "Unable to find user with eve in domain 2, or user source is not SAML2",
        {
            "cloudstack.family": "login.check.unknown",
            "event.reason": ", or user source is not SAML2",
        },
    ),
    (
        "Unable to find user with line1",
        {"cloudstack.family": "login.forged", "user.name": "line1", "tags": ["suspect"]},
        "c.c.MD5UserAuthenticator",
    ),
    (
        "The stored password for alice isn't in the right format for this authenticator",
        {"cloudstack.family": "login.check.skipped", "user.name": "alice"},
    ),
    (
        "Password does not match",
        {"cloudstack.family": "login.check.failed", "event.outcome": "failure"},
    ),
    ("Username or Password cannot be empty", {"cloudstack.family": "login.check.failed"}),
    (
        "initializing ldap with provider url: ldap://ldap.example:389",
        {
            "cloudstack.family": "login.ldap",
            "labels": {"url": "ldap://ldap.example:389"},
            "event.reason": "not encrypted",
        },
        "c.c.LdapAuthenticator",
    ),
    (
        "LDAP SSL enabled.",
        {"cloudstack.family": "login.ldap", "labels": None},
        "c.c.LdapAuthenticator",
    ),
    (
        "user(alice) with ldap is not found",
        {"cloudstack.family": "login.ldap"},
        "c.c.LdapAuthenticator",
    ),
    (
        "Failed to authenticate user: alice. incorrect password.",
        {"cloudstack.family": "login.ldap.failed"},
        "c.c.LdapManagerImpl",
    ),
    (
        "SAML Response's signature failed to be validated by IDP signing key:abc",
        {"cloudstack.family": "login.saml", "event.outcome": "failure"},
        "c.c.SAML2AuthManagerImpl",
    ),
    (
        "SAML auth plugin not enabled so not loading",
        {"cloudstack.family": "login.saml", "event.outcome": None},
        "c.c.SAML2AuthManagerImpl",
    ),
    ("OAuth2 plugin is disabled", {"cloudstack.family": "login.oauth"}),
    (
        "Two factor authentication is already verified for the user 2, so skipping",
        {"cloudstack.family": "login.2fa", "user.id": "2", "event.outcome": "success"},
    ),
    (
        "Verification of two factor authentication failed",
        {"cloudstack.family": "login.2fa", "event.outcome": "failure"},
    ),
    (
        (
            "Two factor authentication 2FA is enabled but not verified, please verify "
            "2FA using validateUserTwoFactorAuthenticationCode API before calling "
            "other APIs."
        ),
        {"cloudstack.family": "login.2fa"},
    ),
    ("Verifying two factor authentication", {"cloudstack.family": "login.2fa"}),
    (
        "2FA matches user's input",
        {"cloudstack.family": "login.2fa", "event.outcome": "success"},
    ),
    (
        "2FA code does not match the input of user [alice]",
        {"cloudstack.family": "login.2fa", "event.outcome": "failure", "user.name": "alice"},
    ),
    (
        "Two factor authentication is mandated for the user alice but not enabled",
        {"cloudstack.family": "login.2fa", "event.outcome": "failure", "user.name": "alice"},
    ),
    (
        "Unable to find user with alice in domain 4, or user source is not OAUTH2",
        {
            "cloudstack.family": "login.check.unknown",
            "user.name": "alice",
            "cloudstack.domain.id": "4",
            "tags": None,
        },
        "o.a.c.o.OAuth2UserAuthenticator",
    ),
    (
        "failed to login user: alice from remote IP: 2001:db8::7",
        {
            "cloudstack.family": "login.ldap.failed",
            "user.name": "alice",
            "source.ip": "2001:db8::7",
        },
        "o.a.c.l.LdapManagerImpl",
    ),
    (
        "Expired timestamp passed in to login",
        {"cloudstack.family": "login.sso", "event.outcome": "failure"},
    ),
    (
        (
            "Session created by Id : node01abc , session: "
            "Session@21261d95{id=node01abc,x=node01abc.node0,req=1,res=true}"
        ),
        {
            "cloudstack.family": "session.created",
            "message": "Session created by Id : [redacted] , session: "
            "Session@21261d95{id=[redacted],x=node01abc.node0,req=1,res=true}",
        },
    ),
    (
        (
            "Session destroyed by Id : node01abc , session: "
            "Session@2f8145a1{id=node01abc,x=node01abc.node0}"
        ),
        {
            "cloudstack.family": "session.destroyed",
            "message": "Session destroyed by Id : [redacted] , session: "
            "Session@2f8145a1{id=[redacted],x=node01abc.node0}",
        },
    ),
    ("Sessions count: 3", {"cloudstack.family": "session.counted", "labels": {"sessions": "3"}}),
    (
        "Current user logged in under UTC timezone",
        {"cloudstack.family": "session.timezone", "labels": {"timezone": "UTC"}},
    ),
    (
        "Timezone offset from UTC is: 0.0",
        {"cloudstack.family": "session.timezone", "labels": {"timezone": "0.0"}},
    ),
    (
        "invalid session id or session key, ignoring request",
        {"cloudstack.family": "session.invalid", "event.outcome": "failure"},
        "c.c.ApiServlet",
    ),
    (
        "Sending SAMLRequest id=r-1",
        {"cloudstack.family": "login.saml"},
        "o.a.c.a.c.SAML2LoginAPIAuthenticatorCmd",
    ),
]
