//! An event of the portal: a form with PHP's brackets whose values are all strings (b24restdocs
//! api-reference/events/index.md). The portal delivers each event at most once and in no fixed order.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use url::form_urlencoded;

use super::{MAX_FIELDS, Malformed, optional};
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::domain::portal::{AuthServer, Endpoint};
use crate::domain::secret::{AccessToken, ApplicationToken, RefreshToken};

/// A well-formed event. Nothing in it is verified.
#[derive(Clone, Debug)]
pub struct EventPost {
    /// What happened.
    pub event: Event,
    /// The portal's permanent key, as claimed.
    pub member_id: MemberId,
    /// The application token, as claimed.
    pub application_token: Option<ApplicationToken>,
    /// The access token of the user who caused the event. An uninstallation has none.
    pub access_token: Option<AccessToken>,
    /// The refresh token, in events about the app itself.
    pub refresh_token: Option<RefreshToken>,
    /// The access token's lifetime in seconds.
    pub expires_in: Option<u32>,
    /// The address of the portal's REST, as claimed.
    pub endpoint: Option<Endpoint>,
    /// The authorization server, as claimed.
    pub auth_server: Option<AuthServer>,
    /// The time of the event, as claimed.
    pub at: Option<UnixTime>,
    /// A hash of the whole body. A repeated delivery has the same hash.
    pub digest: [u8; 32],
}

/// Kinds of events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// The installation was finished, or a new version was installed.
    Installed,
    /// The app was removed. With `clean`, all data about the portal must be deleted.
    Uninstalled {
        /// Whether the user asked to delete settings and data.
        clean: bool,
    },
    /// Anything else.
    Other,
}

const FIELDS: [&str; 11] = [
    "event",
    "ts",
    "data[CLEAN]",
    "auth[member_id]",
    "auth[application_token]",
    "auth[access_token]",
    "auth[refresh_token]",
    "auth[expires_in]",
    "auth[client_endpoint]",
    "auth[server_endpoint]",
    "auth[domain]",
];

impl EventPost {
    /// Reads the body. Unknown fields are ignored; a known field may occur once.
    ///
    /// # Errors
    /// Names the first field that is missing, repeated or not well-formed.
    pub fn parse(body: &[u8]) -> Result<Self, Malformed> {
        let mut fields: HashMap<&'static str, String> = HashMap::new();
        for (count, (name, value)) in form_urlencoded::parse(body).enumerate() {
            if count >= MAX_FIELDS {
                return Err(Malformed::TooManyFields);
            }
            let Some(known) = FIELDS.into_iter().find(|field| *field == name) else { continue };
            if fields.insert(known, value.into_owned()).is_some() {
                return Err(Malformed::Doubled(known));
            }
        }
        let get = |name: &'static str| fields.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let need = |name| get(name).ok_or(Malformed::Missing(name));
        let member_id =
            MemberId::parse(need("auth[member_id]")?).ok_or(Malformed::Invalid("auth[member_id]"))?;
        Ok(Self {
            event: read_event(need("event")?, get("data[CLEAN]")),
            member_id,
            application_token: optional(
                get("auth[application_token]"),
                "auth[application_token]",
                ApplicationToken::parse,
            )?,
            access_token: optional(get("auth[access_token]"), "auth[access_token]", AccessToken::parse)?,
            refresh_token: optional(get("auth[refresh_token]"), "auth[refresh_token]", RefreshToken::parse)?,
            expires_in: get("auth[expires_in]").and_then(|text| text.parse().ok()),
            endpoint: optional(get("auth[client_endpoint]"), "auth[client_endpoint]", Endpoint::parse)?,
            auth_server: optional(get("auth[server_endpoint]"), "auth[server_endpoint]", AuthServer::parse)?,
            at: get("ts").and_then(|text| text.parse().ok()).map(UnixTime),
            digest: Sha256::digest(body).into(),
        })
    }
}

/// Reads the kind of event. Only `1` asks to delete everything, because the documentation does not say how "no" is
/// written (`0` or empty).
fn read_event(name: &str, clean: Option<&str>) -> Event {
    match name.to_ascii_uppercase().as_str() {
        "ONAPPINSTALL" | "ONAPPUPDATE" => Event::Installed,
        "ONAPPUNINSTALL" => Event::Uninstalled { clean: clean == Some("1") },
        _ => Event::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_read_encoded_or_not() {
        let plain = "event=ONAPPUNINSTALL&ts=1790000000&data[CLEAN]=1&auth[member_id]=9f0c&auth[application_token]=51ab";
        let encoded = plain.replace('[', "%5B").replace(']', "%5D");
        for body in [plain, encoded.as_str()] {
            let post = EventPost::parse(body.as_bytes()).unwrap();
            assert_eq!(
                (post.event, post.at),
                (Event::Uninstalled { clean: true }, Some(UnixTime(1_790_000_000)))
            );
            assert!(post.application_token.is_some() && post.access_token.is_none());
        }
    }

    #[test]
    fn only_the_value_1_means_clean() {
        for (value, clean) in [("1", true), ("0", false), ("", false), ("true", false), ("11", false)] {
            let body = format!("event=onAppUninstall&data[CLEAN]={value}&auth[member_id]=a");
            assert_eq!(
                EventPost::parse(body.as_bytes()).unwrap().event,
                Event::Uninstalled { clean },
                "{value}"
            );
        }
    }

    #[test]
    fn malformed_posts_are_rejected() {
        let error = |body: &str| EventPost::parse(body.as_bytes()).unwrap_err();
        assert_eq!(error("auth[member_id]=a"), Malformed::Missing("event"));
        assert_eq!(error("event=X"), Malformed::Missing("auth[member_id]"));
        assert_eq!(
            error("event=X&auth[member_id]=a&auth[member_id]=b"),
            Malformed::Doubled("auth[member_id]")
        );
        assert_eq!(error("event=X&auth[member_id]=a b"), Malformed::Invalid("auth[member_id]"));
        assert_eq!(error("event=X&auth[member_id][x]=a"), Malformed::Missing("auth[member_id]"));
        assert_eq!(error(&"a[b]=c&".repeat(200)), Malformed::TooManyFields);
        let deep = format!("event=X&auth[member_id]=a&a{}=1", "[x]".repeat(10_000));
        assert!(EventPost::parse(deep.as_bytes()).is_ok(), "brackets are not parsed as nesting");
    }
}
