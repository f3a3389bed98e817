//! Secrets as types that cannot be printed: `Debug` shows a placeholder, there is no `Display`, no `Serialize`,
//! and comparison takes constant time. Reading one takes a call to `expose`, which is easy to search for.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Longest token that is believed to be one. The platform promises no length (32 to about 70 characters were seen).
pub const MAX_TOKEN_BYTES: usize = 2048;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Takes printable ASCII without spaces, at most [`MAX_TOKEN_BYTES`] long; anything else is no token.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let fits = (1..=MAX_TOKEN_BYTES).contains(&text.len());
                (fits && text.bytes().all(|b| b.is_ascii_graphic())).then(|| Self(text.to_owned().into()))
            }

            /// The secret itself, for the one call that needs it.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }

            /// SHA-256 of the secret: a key for caches that must not hold the secret.
            #[must_use]
            pub fn fingerprint(&self) -> [u8; 32] {
                Sha256::digest(self.expose()).into()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
            }
        }

        impl Eq for $name {}

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

secret!(
    /// A user's access token for one portal: about an hour of that user's rights.
    AccessToken
);
secret!(
    /// The key to the next token pair; a new one comes with each renewal.
    RefreshToken
);
secret!(
    /// The secret a portal puts into the events it sends to this app.
    ApplicationToken
);
secret!(
    /// The app's own secret at the authorization server.
    ClientSecret
);
secret!(
    /// What a portal gives a browser to hand to this app: worth one pair of tokens, for 30 seconds.
    AuthorizationCode
);
secret!(
    /// The number of one connection under way in a browser tab; it comes back with the code.
    ConnectState
);
secret!(
    /// What a portal gives one of its users for an inbound webhook: that user's rights, without end.
    WebhookSecret
);
secret!(
    /// What a browser is known by while it connects a portal.
    BrowserKey
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_secrets() {
        let token = AccessToken::parse("s3cr3t-value").unwrap();
        assert_eq!(format!("{token:?}"), "AccessToken([redacted])");
        assert_eq!(token.expose(), "s3cr3t-value");
    }

    #[test]
    fn tokens_are_printable_and_bounded() {
        for text in ["", "with space", "line\nbreak", "ключ", &"x".repeat(MAX_TOKEN_BYTES + 1)] {
            assert!(RefreshToken::parse(text).is_none(), "{text:?}");
        }
        assert!(ApplicationToken::parse("a") == ApplicationToken::parse("a"));
        assert!(ApplicationToken::parse("a") != ApplicationToken::parse("b"));
    }
}
