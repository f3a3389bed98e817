//! Conditions on contacts: a closed set of types. A portal drops a condition that it does not know in silence and
//! then answers with everybody, so nothing else is ever sent, and each row is held against them again on our side.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::ids::UserId;

/// Data that a contact does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingPart {
    /// No phone number.
    Phone,
    /// No e-mail address.
    Email,
    /// No deal, open or closed. No portal can filter by this; deals are looked up for the contacts of each page.
    Deals,
    /// No open deal, looked up likewise.
    OpenDeals,
    /// No company.
    Company,
}

impl MissingPart {
    /// Reads one word of a `without` list.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "phone" => Self::Phone,
            "email" => Self::Email,
            "deals" => Self::Deals,
            "open_deals" => Self::OpenDeals,
            "company" => Self::Company,
            _ => return None,
        })
    }
}

/// A code of the portal's list of sources (`WEB`, `CALL`, `UC_1A2B3C`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceCode(String);

impl SourceCode {
    /// Takes letters, digits, `_`, `-`, `|`, `:` and `.`, at most 50.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=50).contains(&text.len());
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-|:.".contains(&b);
        (fits && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }

    /// The code as the portal spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A source as the portal's directory has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// What contacts hold.
    pub code: SourceCode,
    /// What people call it.
    pub name: String,
}

/// All conditions together; a contact has to meet each of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ContactFilter {
    /// Created at this moment or later.
    pub created_from: Option<Timestamp>,
    /// Created before this moment.
    pub created_before: Option<Timestamp>,
    /// Created by this user.
    pub created_by: Option<UserId>,
    /// This user is responsible.
    pub assigned_by: Option<UserId>,
    /// What the contact does not have.
    pub without: Vec<MissingPart>,
    /// Where it came from.
    pub source: Option<SourceCode>,
    /// The last activity was before this moment. A contact whose last activity is not told does not meet it.
    pub no_activity_since: Option<Timestamp>,
}

impl ContactFilter {
    /// Which deals have to be looked up, if any. A contact without deals has no open one.
    #[must_use]
    pub fn missing_deals(&self) -> Option<MissingPart> {
        [MissingPart::Deals, MissingPart::OpenDeals].into_iter().find(|lack| self.without.contains(lack))
    }

    /// Whether each row is held against a condition that a portal may not apply, so that its count proves nothing.
    #[must_use]
    pub fn is_sifted(&self) -> bool {
        self.no_activity_since.is_some() || self.missing_deals().is_some()
    }
}

/// Reads the beginning of an interval: a date (from its first moment, UTC) or a moment with an offset.
#[must_use]
pub fn parse_from(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| midnight(text.parse().ok()?))
}

/// Reads the end of an interval, both ends included: a date (to its last moment, UTC) or a moment with an offset.
/// The result is the first moment after it.
#[must_use]
pub fn parse_to(text: &str) -> Option<Timestamp> {
    match text.parse::<Timestamp>() {
        Ok(moment) => moment.checked_add(1.second()).ok(),
        Err(_) => midnight(text.parse::<Date>().ok()?.tomorrow().ok()?),
    }
}

fn midnight(date: Date) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_cover_whole_days_and_moments_need_an_offset() {
        let text = |moment: Option<Timestamp>| moment.map(|moment| moment.to_string());
        assert_eq!(text(parse_from("2026-01-01")).as_deref(), Some("2026-01-01T00:00:00Z"));
        assert_eq!(text(parse_to("2026-01-31")).as_deref(), Some("2026-02-01T00:00:00Z"));
        assert_eq!(text(parse_from("2026-01-01T00:00:00+03:00")).as_deref(), Some("2025-12-31T21:00:00Z"));
        assert_eq!(text(parse_to("2026-01-01T10:00:00Z")).as_deref(), Some("2026-01-01T10:00:01Z"));
        for bad in ["", "yesterday", "2026-13-01", "2026-02-30", "1", "2026"] {
            assert_eq!((parse_from(bad), parse_to(bad)), (None, None), "{bad}");
        }
    }

    #[test]
    fn source_codes_are_plain() {
        assert!(SourceCode::parse("UC_1A2B3C").is_some());
        for bad in ["", "a b", "x]", "ы", &"x".repeat(51)] {
            assert!(SourceCode::parse(bad).is_none(), "{bad}");
        }
    }
}
