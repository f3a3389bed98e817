//! A calendar: once a day, a week or a month, at a full hour. All hours are UTC, which knows no summer time: no run is
//! left out and none comes twice.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::clock::UnixTime;

/// How often.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Every {
    /// Each day.
    Day,
    /// On one day of the week.
    Week,
    /// On one day of the month.
    Month,
}

impl Every {
    /// The word in the database and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// Reads such a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Day, Self::Week, Self::Month].into_iter().find(|every| every.as_str() == word)
    }
}

/// When something is due again and again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Schedule {
    every: Every,
    day: u8,
    hour: u8,
}

impl Schedule {
    /// A calendar; weeks begin with Monday (1), and a month's day is one that every month has (1 to 28).
    #[must_use]
    pub fn new(every: Every, day: u8, hour: u8) -> Option<Self> {
        let last = match every {
            Every::Day => 1,
            Every::Week => 7,
            Every::Month => 28,
        };
        ((1..=last).contains(&day) && hour <= 23).then_some(Self { every, day, hour })
    }

    /// How often.
    #[must_use]
    pub fn every(self) -> Every {
        self.every
    }

    /// On which day of the week or month; 1 for each day.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// At which hour, UTC.
    #[must_use]
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The first due moment after this one.
    #[must_use]
    pub fn next_after(self, now: UnixTime) -> UnixTime {
        /// From any day on, each calendar has a day among so many.
        const DAYS: usize = 33;
        let now = Timestamp::from_second(now.0).unwrap_or(Timestamp::UNIX_EPOCH);
        let today = TimeZone::UTC.to_datetime(now).date();
        let hour = i8::try_from(self.hour).ok().and_then(|hour| Time::new(hour, 0, 0, 0).ok());
        let at = |date: jiff::civil::Date| {
            let moment = TimeZone::UTC.to_timestamp(date.to_datetime(hour?)).ok()?;
            (moment > now).then_some(UnixTime(moment.as_second()))
        };
        let days = today.series(1.day()).take(DAYS);
        days.filter(|date| self.falls_on(*date)).find_map(at).unwrap_or(UnixTime(i64::MAX))
    }

    fn falls_on(self, date: jiff::civil::Date) -> bool {
        match self.every {
            Every::Day => true,
            Every::Week => i16::from(date.weekday().to_monday_one_offset()) == i16::from(self.day),
            Every::Month => i16::from(date.day()) == i16::from(self.day),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> UnixTime {
        UnixTime(text.parse::<Timestamp>().unwrap().as_second())
    }

    #[test]
    fn the_next_day_of_each_calendar_is_found() {
        for (every, day, hour, now, next) in [
            (Every::Day, 1, 6, "2026-11-24T05:59:59Z", "2026-11-24T06:00:00Z"),
            (Every::Day, 1, 6, "2026-11-24T06:00:00Z", "2026-11-25T06:00:00Z"),
            (Every::Week, 1, 0, "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z"),
            (Every::Week, 7, 23, "2026-11-29T22:00:00Z", "2026-11-29T23:00:00Z"),
            (Every::Month, 28, 6, "2026-02-28T07:00:00Z", "2026-03-28T06:00:00Z"),
            (Every::Month, 1, 6, "2026-12-31T07:00:00Z", "2027-01-01T06:00:00Z"),
        ] {
            let schedule = Schedule::new(every, day, hour).unwrap();
            assert_eq!(schedule.next_after(at(now)), at(next), "{every:?} {day} {hour} after {now}");
        }
    }

    #[test]
    fn days_that_some_months_lack_and_hours_that_no_day_has_are_no_calendar() {
        for (every, day, hour) in [
            (Every::Month, 29, 0),
            (Every::Week, 8, 0),
            (Every::Day, 2, 0),
            (Every::Week, 0, 0),
            (Every::Day, 1, 24),
        ] {
            assert_eq!(Schedule::new(every, day, hour), None);
        }
    }

    proptest! {
        #[test]
        fn a_calendar_never_stands_still(every in 0..3usize, day in 1..=28u8, hour in 0..24u8, now in 0..4_000_000_000i64) {
            let every = [Every::Day, Every::Week, Every::Month][every];
            let Some(schedule) = Schedule::new(every, day, hour) else { return Ok(()) };
            let next = schedule.next_after(UnixTime(now));
            prop_assert!(next.0 > now && next.0 - now <= 31 * 86_400 && next.0 % 3600 == 0);
        }
    }
}
