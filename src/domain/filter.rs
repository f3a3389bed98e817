//! Conditions on contacts: a closed set of types. A portal silently ignores a condition that it does not know and
//! returns all contacts. So no other conditions are sent, and each returned row is checked again here.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::ids::UserId;

/// Data that a contact lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingPart {
    /// No phone number.
    Phone,
    /// No e-mail address.
    Email,
    /// No deal, open or closed. Portals cannot filter by this, so the deals of each page are looked up.
    Deals,
    /// No open deal. It is looked up in the same way.
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

/// A source in the portal's directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// The code in the fields of contacts.
    pub code: SourceCode,
    /// The name for people.
    pub name: String,
}

/// A set of conditions. A contact must meet all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ContactFilter {
    /// Created at this time or later.
    pub created_from: Option<Timestamp>,
    /// Created before this time.
    pub created_before: Option<Timestamp>,
    /// Created by this user.
    pub created_by: Option<UserId>,
    /// This user is responsible.
    pub assigned_by: Option<UserId>,
    /// The data that the contact lacks.
    pub without: Vec<MissingPart>,
    /// The source of the contact.
    pub source: Option<SourceCode>,
    /// The last activity was before this time. A contact with an unknown last activity does not meet this condition.
    pub no_activity_since: Option<Timestamp>,
}

impl ContactFilter {
    /// Which deals have to be looked up, if any. A contact without deals has no open one.
    #[must_use]
    pub fn missing_deals(&self) -> Option<MissingPart> {
        [MissingPart::Deals, MissingPart::OpenDeals].into_iter().find(|lack| self.without.contains(lack))
    }

    /// Whether rows are checked for a condition that a portal may not apply. The portal's count is then no exact total.
    #[must_use]
    pub fn is_filtered_here(&self) -> bool {
        self.no_activity_since.is_some() || self.missing_deals().is_some()
    }
}

/// Reads the start of an interval: a date (its first moment in UTC) or a time with an offset.
#[must_use]
pub fn parse_from(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| midnight(text.parse().ok()?))
}

/// Reads the end of an interval, which is included: a date (its last moment in UTC) or a time with an offset. Returns
/// the first moment after the interval.
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
