//! The address of an inbound webhook. It contains the webhook's key, so it is parsed at once and never printed
//! (b24restdocs local-integrations/local-webhooks.md).

use url::Url;

use crate::bitrix::rest::{Caller, Credential};
use crate::domain::ids::UserId;
use crate::domain::portal::Endpoint;
use crate::domain::secret::WebhookSecret;

/// What a webhook's address looks like.
pub(super) const EXAMPLE: &str = "https://example.bitrix24.com/rest/1/abcdefgh12345678/";

/// The address as the user gave it. It is never printed.
#[derive(Clone)]
pub(super) struct WebhookUrl(String);

impl std::fmt::Debug for WebhookUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookUrl([redacted])")
    }
}

impl From<String> for WebhookUrl {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl WebhookUrl {
    /// Returns the text without the webhook's key, which the user may have put in the wrong place.
    pub(super) fn hidden_in(&self, text: &str) -> String {
        let key = self.read().and_then(|(_, caller)| match caller.credential {
            Credential::Webhook(_, secret) => Some(secret),
            Credential::Token(_) => None,
        });
        masked(&key.map_or_else(|| text.to_owned(), |key| text.replace(key.expose(), "…")))
    }

    /// The webhook's user, and the caller for its portal. A method after the secret is ignored.
    pub(super) fn read(&self) -> Option<(UserId, Caller)> {
        let mut url = Url::parse(self.0.trim()).ok()?;
        if !url.username().is_empty() || url.password().is_some() {
            return None;
        }
        let path = url.path().to_owned();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let (["rest", user, secret] | ["rest", user, secret, _]) = parts[..] else { return None };
        let user = UserId::parse(user)?;
        let secret =
            WebhookSecret::parse(secret).filter(|_| secret.bytes().all(|b| b.is_ascii_alphanumeric()))?;
        url.set_path("/rest/");
        url.set_query(None);
        url.set_fragment(None);
        Some((user, Caller::webhook(Endpoint::parse(url.as_str())?, user, secret)))
    }
}

/// Masks the keys of webhooks: everything after `/rest/` up to the end of the word.
pub(in crate::cli) fn masked(text: &str) -> String {
    const BEFORE: &str = "/rest/";
    let is_end = |c: char| c.is_whitespace() || "'\"`".contains(c);
    let mut parts = text.split(BEFORE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(BEFORE);
        out.push('…');
        out.push_str(part.find(is_end).map_or("", |end| &part[end..]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(UserId, Caller)> {
        WebhookUrl::from(text.to_owned()).read()
    }

    #[test]
    fn addresses_with_and_without_a_method_are_accepted() {
        for text in [
            EXAMPLE,
            "https://example.bitrix24.com/rest/1/abcdefgh12345678",
            "https://example.bitrix24.com/rest/1/abcdefgh12345678/profile.json",
            " http://127.0.0.2:8080/rest/1/abc/crm.contact.delete?ID=1 ",
        ] {
            let (user, caller) = read(text).unwrap();
            assert_eq!(user.get(), 1);
            assert!(caller.endpoint.as_str().ends_with("/rest/"));
            assert!(!format!("{caller:?}").contains("abc"), "{text}");
        }
    }

    #[test]
    fn keys_of_webhooks_are_masked() {
        for (text, shown) in [
            ("no 'https://a.com/rest/1/s3cret/' here", "no 'https://a.com/rest/…' here"),
            ("https://a.com/rest/1/s3cret", "https://a.com/rest/…"),
            ("/rest/1/a /rest/2/b", "/rest/… /rest/…"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }

    #[test]
    fn the_key_is_hidden_at_any_place() {
        let url = WebhookUrl::from(EXAMPLE.to_owned());
        for text in ["abcdefgh12345678 is no id", EXAMPLE, "https://other.com/rest/1/else/"] {
            let shown = url.hidden_in(text);
            assert!(!shown.contains("abcdefgh") && !shown.contains("else"), "{shown}");
        }
    }

    #[test]
    fn malformed_webhooks_are_refused() {
        for text in [
            "",
            "example.bitrix24.com",
            "https://example.bitrix24.com/",
            "https://example.bitrix24.com/rest/",
            "https://example.bitrix24.com/rest/x/abc/",
            "https://example.bitrix24.com/rest/1/a%20b/",
            "https://u:p@example.bitrix24.com/rest/1/abc/",
            "ftp://example.bitrix24.com/rest/1/abc/",
            "https://example.bitrix24.com/rest/1/abc/x/y",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
