//! Records of erasures that a person requested.

use super::clock::UnixTime;
use super::ids::UserId;

/// The number of a request in the files of the user who handles it. It must not contain a name or an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference(String);

impl Reference {
    /// Accepts up to 64 letters, digits, spaces and `-_/.#:()`, with at least one digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_plain = |c: char| c.is_alphanumeric() || " -_/.#:()".contains(c);
        let fits = (1..=64).contains(&text.chars().count()) && text.chars().all(is_plain);
        (fits && text.chars().any(|c| c.is_ascii_digit())).then(|| Self(text.to_owned()))
    }

    /// The text without spaces at its ends.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who recorded an erasure, under which number, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ErasureRecord {
    /// The number of the request.
    pub reference: Reference,
    /// The user who recorded it.
    pub recorded_by: UserId,
    /// When it was recorded.
    pub recorded_at: UnixTime,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_needs_a_digit_and_cannot_be_an_address() {
        for good in ["GDPR-2026/17", " 17 ", "Запрос 5", "a.b:(4)"] {
            assert!(Reference::parse(good).is_some(), "{good}");
        }
        for bad in ["", "Eva Muster", "eva7@example.com", "+49 30 1", "=1+1", "<b>1", &"1".repeat(65)] {
            assert!(Reference::parse(bad).is_none(), "{bad}");
        }
    }
}
