//! Secrets as types that cannot be printed. `Debug` shows a placeholder; there is no `Display` and no `Serialize`;
//! comparison takes constant time. Only `expose` returns the secret, so each use is easy to find.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Longest token that is accepted. The platform states no length; 32 to about 70 characters were seen.
pub const MAX_TOKEN_BYTES: usize = 2048;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// Accepts printable ASCII without spaces, at most [`MAX_TOKEN_BYTES`] long.
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

            /// SHA-256 of the secret, as a key for caches that must not contain the secret.
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
    /// An access token: one user's rights on one portal, for about an hour.
    AccessToken
);
secret!(
    /// A refresh token: buys the next token pair, which contains a new refresh token.
    RefreshToken
);
secret!(
    /// An application token: the secret in a portal's events to this app.
    ApplicationToken
);
secret!(
    /// The client secret of this app at the authorization server.
    ClientSecret
);
secret!(
    /// A code from a portal's authorization page. It buys one token pair and is valid for 30 seconds.
    AuthorizationCode
);
secret!(
    /// The state of one connection in a browser tab. It comes back with the code.
    ConnectState
);
secret!(
    /// The secret of a user's inbound webhook: that user's rights, without expiry.
    WebhookSecret
);
secret!(
    /// Identifies a browser while it connects a portal.
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
