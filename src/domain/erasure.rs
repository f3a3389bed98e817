//! The record of an erasure that somebody asked for.

use super::clock::UnixTime;
use super::ids::UserId;

/// The number of a request, as the person who handles it files it. It is no place for a name or an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference(String);

impl Reference {
    /// Takes up to 64 letters, digits, spaces and `-_/.#:()`, at least one of them a digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_plain = |c: char| c.is_alphanumeric() || " -_/.#:()".contains(c);
        let fits = (1..=64).contains(&text.chars().count()) && text.chars().all(is_plain);
        (fits && text.chars().any(|c| c.is_ascii_digit())).then(|| Self(text.to_owned()))
    }

    /// As it was typed.
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
    /// Who recorded it.
    pub recorded_by: UserId,
    /// When.
    pub recorded_at: UnixTime,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_a_number_and_no_address() {
        for good in ["GDPR-2026/17", " 17 ", "Запрос 5", "a.b:(4)"] {
            assert!(Reference::parse(good).is_some(), "{good}");
        }
        for bad in ["", "Eva Muster", "eva7@example.com", "+49 30 1", "=1+1", "<b>1", &"1".repeat(65)] {
            assert!(Reference::parse(bad).is_none(), "{bad}");
        }
    }
}
