//! The redirect from a portal's authorization page (b24restdocs settings/oauth/index.md), and the portal's name as a
//! user types it. Both are claims. Parsing checks only that they are well-formed.

use super::{Malformed, collect, optional};
use crate::domain::ids::MemberId;
use crate::domain::portal::PortalHost;
use crate::domain::secret::{AuthorizationCode, ConnectState};

/// A well-formed redirect. Nothing in it is verified. Its scope is not read, because `app.info` says what was granted.
#[derive(Clone, Debug)]
pub struct AuthorizeRedirect {
    /// The code that is exchanged for tokens.
    pub code: AuthorizationCode,
    /// The state of the connection attempt.
    pub state: ConnectState,
    /// The portal that it claims to come from. Here `domain` is the portal, not the authorization server.
    pub domain: PortalHost,
    /// The portal's permanent key, as claimed.
    pub member_id: MemberId,
    /// The authorization server's host, if the portal names it.
    pub server: Option<PortalHost>,
}

impl AuthorizeRedirect {
    /// Reads the query. Unknown parameters are ignored; a known one may occur once.
    ///
    /// # Errors
    /// Names the first parameter that is missing, repeated or not well-formed.
    pub fn parse(query: &str) -> Result<Self, Malformed> {
        let fields = collect(&["code", "state", "domain", "member_id", "server_domain"], query, &[])?;
        let get = |name: &'static str| fields.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let need = |name| get(name).ok_or(Malformed::Missing(name));
        Ok(Self {
            code: AuthorizationCode::parse(need("code")?).ok_or(Malformed::Invalid("code"))?,
            state: ConnectState::parse(need("state")?).ok_or(Malformed::Invalid("state"))?,
            domain: PortalHost::parse(need("domain")?).ok_or(Malformed::Invalid("domain"))?,
            member_id: MemberId::parse(need("member_id")?).ok_or(Malformed::Invalid("member_id"))?,
            server: optional(get("server_domain"), "server_domain", PortalHost::parse)?,
        })
    }
}

/// Longest pasted address that is read.
const MAX_PASTED_BYTES: usize = 2048;

/// Reads `portal` from a form. Users often paste the address of a page of their portal, so only its host is kept.
///
/// # Errors
/// When it is missing, repeated or not well-formed.
pub fn read_pasted_portal(form: &[u8]) -> Result<PortalHost, Malformed> {
    let fields = collect(&["portal"], "", form)?;
    let pasted = fields.get("portal").ok_or(Malformed::Missing("portal"))?;
    host_of(pasted).ok_or(Malformed::Invalid("portal"))
}

/// The host: the part between the scheme, if there is one, and the path. An address with a user name, a backslash or
/// anything else that does not belong to a host is refused.
fn host_of(pasted: &str) -> Option<PortalHost> {
    let pasted = pasted.trim_matches(|c: char| c.is_ascii_whitespace());
    if pasted.len() > MAX_PASTED_BYTES || pasted.contains(|c: char| c.is_control() || c == '\\') {
        return None;
    }
    let begins_with =
        |scheme: &&str| pasted.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = ["https://", "http://"].into_iter().find(begins_with).unwrap_or_default();
    let rest = &pasted[scheme.len()..];
    PortalHost::parse(rest.split(['/', '?', '#']).next().unwrap_or_default())
}

/// Reads `portal` from a query: a host with an optional port and nothing else.
///
/// # Errors
/// When it is missing, repeated or not well-formed.
pub fn read_portal(query: &str) -> Result<PortalHost, Malformed> {
    let fields = collect(&["portal"], query, &[])?;
    let portal = fields.get("portal").ok_or(Malformed::Missing("portal"))?;
    PortalHost::parse(portal).ok_or(Malformed::Invalid("portal"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "code=c0de&state=st4te&domain=acme.bitrix24.com&member_id=9f0c&scope=crm%2Cplacement\
        &server_domain=oauth.bitrix.info";

    #[test]
    fn a_complete_redirect_is_read() {
        let redirect = AuthorizeRedirect::parse(WHOLE).unwrap();
        assert_eq!(redirect.domain.to_string(), "acme.bitrix24.com");
        assert_eq!(redirect.server.map(|host| host.to_string()).as_deref(), Some("oauth.bitrix.info"));
        assert!(AuthorizeRedirect::parse(&WHOLE.replace("oauth.bitrix.info", "")).unwrap().server.is_none());
    }

    #[test]
    fn missing_repeated_and_malformed_parameters_are_named() {
        let error = |query: &str| AuthorizeRedirect::parse(query).unwrap_err();
        for name in ["code", "state", "domain", "member_id"] {
            let renamed = WHOLE.replacen(&format!("{name}="), &format!("no_{name}="), 1);
            assert_eq!(error(&renamed), Malformed::Missing(name));
            assert_eq!(error(&format!("{WHOLE}&{name}=x")), Malformed::Doubled(name));
        }
        assert_eq!(error(&WHOLE.replace("c0de", "c%0Ade")), Malformed::Invalid("code"));
        assert_eq!(error(&WHOLE.replace("st4te", &"x".repeat(5000))), Malformed::Invalid("state"));
        assert_eq!(error(&WHOLE.replace("acme", "user@acme")), Malformed::Invalid("domain"));
        assert_eq!(error(&WHOLE.replace("oauth.", "https://oauth.")), Malformed::Invalid("server_domain"));
    }

    #[test]
    fn the_portal_parameter_must_not_repeat() {
        assert!(read_portal("portal=acme.bitrix24.com&LANG=de").is_ok());
        assert_eq!(read_portal(""), Err(Malformed::Missing("portal")));
        assert_eq!(read_portal("portal=a.com&portal=a.com"), Err(Malformed::Doubled("portal")));
        assert_eq!(read_portal("portal=a.com%2Fx"), Err(Malformed::Invalid("portal")));
    }
}
