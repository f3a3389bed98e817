//! The POST of the portal's frame when a user opens the app, the installer or a widget. One half of the fields is in
//! the query, the other in the body (b24restdocs settings/oauth/simple-way.md). It comes from a browser, so all fields
//! are claims. Parsing checks only that they are well-formed.

mod event;
mod redirect;

use std::collections::HashMap;

use serde_json::Value;
use url::form_urlencoded;

use crate::domain::ids::{ContactId, MemberId};
use crate::domain::language::Language;
use crate::domain::portal::{AuthServer, PortalHost};
use crate::domain::secret::{AccessToken, ApplicationToken, RefreshToken};

pub use event::{Event, EventPost};
pub use redirect::{AuthorizeRedirect, read_pasted_portal, read_portal};

/// Longest body that is read.
pub const MAX_POST_BYTES: usize = 64 * 1024;
const MAX_FIELDS: usize = 100;
const MAX_OPTIONS_BYTES: usize = 16 * 1024;

/// A well-formed POST of a frame. Nothing in it is verified.
#[derive(Clone, Debug)]
pub struct FramePost {
    /// The portal that it claims to come from.
    pub domain: PortalHost,
    /// The portal's permanent key, as claimed.
    pub member_id: MemberId,
    /// The access token of the user who opens the app.
    pub access_token: AccessToken,
    /// The refresh token.
    pub refresh_token: RefreshToken,
    /// Lifetime of the access token in seconds, if it was sent.
    pub expires_in: Option<u32>,
    /// The authorization server that the portal claims to use. Older portals do not send it.
    pub auth_server: Option<AuthServer>,
    /// The application token. Older portals do not send it.
    pub application_token: Option<ApplicationToken>,
    /// The language of the user's interface.
    pub language: Language,
    /// Where in the portal the page was opened.
    pub placement: Placement,
}

/// Where in the portal a page was opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Placement {
    /// The app's main page.
    Main,
    /// A widget of a contact: its card's toolbar or a row's menu. A link can forge the id.
    Contact(Option<ContactId>),
    /// The entry above the contact list. It names no contacts.
    List,
    /// Anything else.
    Other,
}

/// Why a request is malformed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Malformed {
    /// The field is missing or empty.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The field occurs more than once.
    #[error("{0} is there twice")]
    Doubled(&'static str),
    /// The field has an impossible value.
    #[error("{0} is not well-formed")]
    Invalid(&'static str),
    /// More fields than any portal sends.
    #[error("too many fields")]
    TooManyFields,
}

const FIELDS: [&str; 13] = [
    "DOMAIN",
    "PROTOCOL",
    "LANG",
    "APP_SID",
    "AUTH_ID",
    "AUTH_EXPIRES",
    "REFRESH_ID",
    "SERVER_ENDPOINT",
    "APPLICATION_TOKEN",
    "member_id",
    "status",
    "PLACEMENT",
    "PLACEMENT_OPTIONS",
];

impl FramePost {
    /// Reads the query and the form body together. Unknown fields are ignored; a known field may occur once.
    ///
    /// # Errors
    /// Names the first field that is missing, repeated or not well-formed.
    pub fn parse(query: &str, body: &[u8]) -> Result<Self, Malformed> {
        let fields = collect(&FIELDS, query, body)?;
        let get = |name: &'static str| fields.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let need = |name| get(name).ok_or(Malformed::Missing(name));
        Ok(Self {
            domain: PortalHost::parse(need("DOMAIN")?).ok_or(Malformed::Invalid("DOMAIN"))?,
            member_id: MemberId::parse(need("member_id")?).ok_or(Malformed::Invalid("member_id"))?,
            access_token: AccessToken::parse(need("AUTH_ID")?).ok_or(Malformed::Invalid("AUTH_ID"))?,
            refresh_token: RefreshToken::parse(need("REFRESH_ID")?)
                .ok_or(Malformed::Invalid("REFRESH_ID"))?,
            expires_in: optional(get("AUTH_EXPIRES"), "AUTH_EXPIRES", |text| text.parse().ok())?,
            auth_server: optional(get("SERVER_ENDPOINT"), "SERVER_ENDPOINT", AuthServer::parse)?,
            application_token: optional(
                get("APPLICATION_TOKEN"),
                "APPLICATION_TOKEN",
                ApplicationToken::parse,
            )?,
            language: Language::from_bitrix(get("LANG").unwrap_or_default()),
            placement: read_placement(get("PLACEMENT"), get("PLACEMENT_OPTIONS"))?,
        })
    }
}

fn collect(
    names: &[&'static str],
    query: &str,
    body: &[u8],
) -> Result<HashMap<&'static str, String>, Malformed> {
    let mut fields = HashMap::new();
    let pairs = form_urlencoded::parse(query.as_bytes()).chain(form_urlencoded::parse(body));
    for (count, (name, value)) in pairs.enumerate() {
        if count >= MAX_FIELDS {
            return Err(Malformed::TooManyFields);
        }
        let Some(known) = names.iter().copied().find(|field| *field == name) else { continue };
        if fields.insert(known, value.into_owned()).is_some() {
            return Err(Malformed::Doubled(known));
        }
    }
    Ok(fields)
}

fn optional<T>(
    value: Option<&str>,
    name: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Malformed> {
    value.map(|text| parse(text).ok_or(Malformed::Invalid(name))).transpose()
}

/// Reads the placement. The options may be missing, `[]`, `{}`, an object, or the text `undefined`. Ids in them are
/// strings or numbers.
fn read_placement(code: Option<&str>, options: Option<&str>) -> Result<Placement, Malformed> {
    if options.is_some_and(|text| text.len() > MAX_OPTIONS_BYTES) {
        return Err(Malformed::Invalid("PLACEMENT_OPTIONS"));
    }
    Ok(match code.unwrap_or("DEFAULT") {
        "DEFAULT" => Placement::Main,
        "CRM_CONTACT_DETAIL_TOOLBAR" | "CRM_CONTACT_LIST_MENU" => {
            let options: Value = options.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
            let id = match options.get("ID") {
                Some(Value::String(text)) => ContactId::parse(text),
                Some(Value::Number(number)) => ContactId::parse(&number.to_string()),
                _ => None,
            };
            Placement::Contact(id)
        }
        "CRM_CONTACT_LIST_TOOLBAR" => Placement::List,
        _ => Placement::Other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUERY: &str = "DOMAIN=acme.bitrix24.com&PROTOCOL=1&LANG=ru&APP_SID=0f3b";
    const BODY: &str = "AUTH_ID=8c1f&AUTH_EXPIRES=3600&REFRESH_ID=7c9e&SERVER_ENDPOINT=https%3A%2F%2Foauth.example.com%2Frest%2F\
        &APPLICATION_TOKEN=51ab&APPLICATION_SCOPE=crm&member_id=9f0c&status=F&PLACEMENT=DEFAULT&PLACEMENT_OPTIONS=%7B%22any%22%3A%22x%22%7D";

    fn with_options(code: &str, options: &str) -> Placement {
        let body: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("AUTH_ID", "a"), ("REFRESH_ID", "b"), ("member_id", "c"), ("PLACEMENT", code)])
            .append_pair("PLACEMENT_OPTIONS", options)
            .finish();
        FramePost::parse(QUERY, body.as_bytes()).unwrap().placement
    }

    #[test]
    fn a_complete_post_is_read() {
        let post = FramePost::parse(QUERY, BODY.as_bytes()).unwrap();
        assert_eq!(post.domain.to_string(), "acme.bitrix24.com");
        assert_eq!(post.expires_in, Some(3600));
        assert_eq!(post.language, Language::Ru);
        assert_eq!(post.placement, Placement::Main);
        assert!(post.application_token.is_some());
    }

    #[test]
    fn the_post_of_an_older_portal_is_read() {
        let body = b"AUTH_ID=a&AUTH_EXPIRES=3600&REFRESH_ID=b&member_id=c&status=L&PLACEMENT=DEFAULT";
        let post = FramePost::parse("DOMAIN=a.com", body).unwrap();
        assert!(post.auth_server.is_none() && post.application_token.is_none());
    }

    #[test]
    fn missing_repeated_and_malformed_fields_are_named() {
        let error = |query: &str, body: &str| FramePost::parse(query, body.as_bytes()).unwrap_err();
        assert_eq!(error("", BODY), Malformed::Missing("DOMAIN"));
        assert_eq!(error(QUERY, "AUTH_ID=&REFRESH_ID=b&member_id=c"), Malformed::Missing("AUTH_ID"));
        assert_eq!(error(QUERY, &format!("{BODY}&AUTH_ID=x")), Malformed::Doubled("AUTH_ID"));
        assert_eq!(error(&format!("{QUERY}&member_id=x"), BODY), Malformed::Doubled("member_id"));
        let long = "x".repeat(5000);
        assert_eq!(
            error(QUERY, &format!("AUTH_ID={long}&REFRESH_ID=b&member_id=c")),
            Malformed::Invalid("AUTH_ID")
        );
        assert_eq!(error("DOMAIN=user@a.com", BODY), Malformed::Invalid("DOMAIN"));
        assert_eq!(error(QUERY, &"a=b&".repeat(200)), Malformed::TooManyFields);
    }

    #[test]
    fn widget_options_give_a_plain_contact_id_or_none() {
        let code = "CRM_CONTACT_DETAIL_TOOLBAR";
        for (options, id) in [
            (r#"{"ID":"8061","URI":"/crm/contact/details/8061/"}"#, ContactId::new(8061)),
            (r#"{"ID":8061}"#, ContactId::new(8061)),
            (r#"{"ID":["1"]}"#, None),
            (r#"{"ID":1.5}"#, None),
            (r#"{"ID":"-1"}"#, None),
            ("[]", None),
            ("undefined", None),
        ] {
            assert_eq!(with_options(code, options), Placement::Contact(id), "{options}");
        }
        assert_eq!(with_options("CRM_LEAD_LIST_MENU", "{}"), Placement::Other);
    }
}
