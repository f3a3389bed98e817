//! Identifiers. They are parsed when they enter the program, so only well-formed ones are sent on.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// A portal's permanent key. It survives renames; domains do not.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
#[serde(transparent)]
pub struct MemberId(String);

impl MemberId {
    /// Accepts 1 to 64 ASCII letters and digits (portals send 32 hexadecimal characters).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then(|| Self(text.to_owned()))
    }

    /// The key as the portal spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! positive_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// Reads a plain positive decimal number: no sign, no leading zero, at most ten digits.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
                if plain { text.parse().ok().and_then(Self::new) } else { None }
            }

            /// Wraps a number; zero is not an id.
            #[must_use]
            pub fn new(number: u32) -> Option<Self> {
                (number > 0).then_some(Self(number))
            }

            /// The number itself.
            #[must_use]
            pub fn get(self) -> u32 {
                self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = u32::deserialize(deserializer)?;
                Self::new(number).ok_or_else(|| serde::de::Error::custom("no positive number"))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

positive_id!(
    /// A CRM contact. The portal casts any value with PHP's `(int)`, so a list becomes contact 1. Delete calls
    /// therefore accept only this type: b24restdocs api-reference/crm/contacts/crm-contact-delete.md.
    ContactId
);
positive_id!(
    /// A user of a portal.
    UserId
);
positive_id!(
    /// A company in a portal's CRM.
    CompanyId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_positive_numbers_are_contact_ids() {
        assert_eq!(ContactId::parse("50").map(ContactId::get), Some(50));
        assert_eq!(ContactId::parse("2147483647").map(ContactId::get), Some(2_147_483_647));
        let bad = [
            "",
            "0",
            "00",
            "050",
            "-1",
            "+1",
            "abc",
            "1.5",
            "[1]",
            "12abc",
            " 1",
            "1 ",
            "12345678901234567890",
            "٣",
        ];
        for text in bad {
            assert_eq!(ContactId::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn member_ids_are_short_and_alphanumeric() {
        assert!(MemberId::parse("9f0c2b3a9f0c2b3a9f0c2b3a9f0c2b3a").is_some());
        for text in ["", "a b", "a/b", "é", &"a".repeat(65)] {
            assert_eq!(MemberId::parse(text), None, "{text:?}");
        }
    }
}
