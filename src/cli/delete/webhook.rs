//! The address of an inbound webhook, which is its key too: it is taken apart at once and never printed
//! (b24restdocs local-integrations/local-webhooks.md).

use url::Url;

use crate::bitrix::rest::Caller;
use crate::domain::ids::UserId;
use crate::domain::portal::Endpoint;
use crate::domain::secret::WebhookSecret;

/// What a webhook's address looks like.
pub(super) const EXAMPLE: &str = "https://example.bitrix24.com/rest/1/abcdefgh12345678/";

/// An address as it was given: nothing prints it.
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
    /// Whose webhook it is, and how the portal is called with it. A method behind the secret is taken off.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(UserId, Caller)> {
        WebhookUrl::from(text.to_owned()).read()
    }

    #[test]
    fn addresses_are_taken_with_and_without_a_method() {
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
    fn what_is_no_webhook_is_refused() {
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
