//! Time zones, and dates relative to today.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::clock::UnixTime;

/// Longest name that is looked up.
const LONGEST_NAME: usize = 64;

/// A zone of the IANA database (`Europe/Berlin`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// Finds a zone by its name; `None` when the database does not have it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        let zone = TimeZone::get(name).ok()?;
        zone.iana_name().is_some().then_some(Self(zone))
    }

    /// Its name in the database.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The date of a time in this zone.
    #[must_use]
    pub fn day_of(&self, moment: UnixTime) -> Date {
        let moment = Timestamp::from_second(moment.0).unwrap_or(Timestamp::UNIX_EPOCH);
        self.0.to_datetime(moment).date()
    }

    /// The time when clocks of this zone show this date and time. If a clock change skips the time, it is moved forward
    /// by the same amount. If the time occurs twice, the first one counts.
    #[must_use]
    pub fn moment(&self, day: Date, time: Time) -> Option<Timestamp> {
        self.0.to_timestamp(day.to_datetime(time)).ok()
    }

    /// The start of a day.
    #[must_use]
    pub fn start_of(&self, day: Date) -> Option<Timestamp> {
        self.moment(day, Time::midnight())
    }
}

/// A date before today: a number of years, months, weeks or days (`P2Y`, `P12M`, `P0D`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RelativeDate {
    number: u16,
    unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unit {
    Years,
    Months,
    Weeks,
    Days,
}

impl RelativeDate {
    /// Reads `P`, up to four digits and one unit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix('P')?;
        let unit = match body.chars().last()? {
            'Y' => Unit::Years,
            'M' => Unit::Months,
            'W' => Unit::Weeks,
            'D' => Unit::Days,
            _ => return None,
        };
        let digits = &body[..body.len() - 1];
        let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        Some(Self { number: is_number.then(|| digits.parse().ok())??, unit })
    }

    /// The date that lies so far before `today`. If the month does not have that day, its last day counts.
    #[must_use]
    pub fn before(self, today: Date) -> Option<Date> {
        let number = i64::from(self.number);
        let span = match self.unit {
            Unit::Years => Span::new().try_years(number),
            Unit::Months => Span::new().try_months(number),
            Unit::Weeks => Span::new().try_weeks(number),
            Unit::Days => Span::new().try_days(number),
        };
        let day = today.checked_sub(span.ok()?).ok()?;
        // No portal has dates before the year 1.
        (day.year() > 0).then_some(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_only_by_name() {
        assert_eq!(Zone::parse("Europe/Berlin").unwrap().name(), "Europe/Berlin");
        assert_eq!(Zone::parse("UTC").unwrap(), Zone::default());
        for bad in ["", "Europe/Nowhere", "+03:00", "../UTC", &"x".repeat(65)] {
            assert_eq!(Zone::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_skipped_or_repeated_clock_time_gives_one_result() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let at = |day: &str, time: &str| {
            berlin.moment(day.parse().unwrap(), time.parse().unwrap()).unwrap().to_string()
        };
        assert_eq!(at("2026-03-29", "02:30:00"), "2026-03-29T01:30:00Z");
        assert_eq!(at("2026-10-25", "02:30:00"), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn relative_dates_are_calendar_days() {
        let before = |text: &str, day: &str| {
            RelativeDate::parse(text)
                .and_then(|ago| ago.before(day.parse().unwrap()))
                .map(|day| day.to_string())
        };
        assert_eq!(before("P0D", "2026-11-29").as_deref(), Some("2026-11-29"));
        assert_eq!(before("P1Y", "2028-02-29").as_deref(), Some("2027-02-28"));
        assert_eq!(before("P12M", "2026-11-29").as_deref(), Some("2025-11-29"));
        assert_eq!(before("P2W", "2026-11-29").as_deref(), Some("2026-11-15"));
        for bad in
            ["", "P", "PD", "P1", "1Y", "P-1D", "P1Y2M", "P12345D", "PT1H", "P1.5Y", "p1y", "P9999Y", "P١D"]
        {
            assert_eq!(before(bad, "2026-11-29"), None, "{bad}");
        }
    }
}
