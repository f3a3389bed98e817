//! A calendar: once a day, week or month at a time of a zone. If a clock change skips the time, the run comes later by
//! the same amount. If the time occurs twice, the first one counts. So no run is skipped or repeated.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

use super::clock::UnixTime;
use super::zone::Zone;

/// How often a calendar is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Frequency {
    /// Every day.
    Day,
    /// On one day of the week.
    Week,
    /// On one day of the month.
    Month,
}

impl Frequency {
    /// The name in the database and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Day, Self::Week, Self::Month].into_iter().find(|every| every.as_str() == word)
    }
}

/// A calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    every: Frequency,
    day: u8,
    time: Time,
    zone: Zone,
}

impl Schedule {
    /// A calendar at an hour and minute of a zone. Weeks begin with Monday (1). The day of a month is 1 to 28, because
    /// every month has these days.
    #[must_use]
    pub fn new(every: Frequency, day: u8, (hour, minute): (u8, u8), zone: Zone) -> Option<Self> {
        let last = match every {
            Frequency::Day => 1,
            Frequency::Week => 7,
            Frequency::Month => 28,
        };
        let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
        (1..=last).contains(&day).then_some(Self { every, day, time, zone })
    }

    /// How often it is due.
    #[must_use]
    pub fn every(&self) -> Frequency {
        self.every
    }

    /// The day of the week or month; 1 for a daily calendar.
    #[must_use]
    pub fn day(&self) -> u8 {
        self.day
    }

    /// The hour in the zone.
    #[must_use]
    pub fn hour(&self) -> u8 {
        u8::try_from(self.time.hour()).unwrap_or_default()
    }

    /// The minute of the hour.
    #[must_use]
    pub fn minute(&self) -> u8 {
        u8::try_from(self.time.minute()).unwrap_or_default()
    }

    /// The first due time after `now`.
    #[must_use]
    pub fn next_after(&self, now: UnixTime) -> UnixTime {
        /// Every calendar is due at least once in this many days.
        const DAYS: usize = 33;
        let at = |date: Date| {
            let moment = self.zone.moment(date, self.time).map(Timestamp::as_second)?;
            (moment > now.0).then_some(UnixTime(moment))
        };
        let days = self.zone.day_of(now).series(1.day()).take(DAYS);
        days.filter(|date| self.falls_on(*date)).find_map(at).unwrap_or(UnixTime(i64::MAX))
    }

    fn falls_on(&self, date: Date) -> bool {
        match self.every {
            Frequency::Day => true,
            Frequency::Week => i16::from(date.weekday().to_monday_one_offset()) == i16::from(self.day),
            Frequency::Month => i16::from(date.day()) == i16::from(self.day),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ZONES: [&str; 4] = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"];

    fn at(text: &str) -> UnixTime {
        UnixTime(text.parse::<Timestamp>().unwrap().as_second())
    }

    fn in_zone(every: Frequency, day: u8, time: (u8, u8), zone: &str) -> Option<Schedule> {
        Schedule::new(every, day, time, Zone::parse(zone).unwrap())
    }

    #[test]
    fn the_next_day_of_each_calendar_is_found() {
        for (every, day, hour, now, next) in [
            (Frequency::Day, 1, 6, "2026-11-24T05:59:59Z", "2026-11-24T06:00:00Z"),
            (Frequency::Day, 1, 6, "2026-11-24T06:00:00Z", "2026-11-25T06:00:00Z"),
            (Frequency::Week, 1, 0, "2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z"),
            (Frequency::Week, 7, 23, "2026-11-29T22:00:00Z", "2026-11-29T23:00:00Z"),
            (Frequency::Month, 28, 6, "2026-02-28T07:00:00Z", "2026-03-28T06:00:00Z"),
            (Frequency::Month, 1, 6, "2026-12-31T07:00:00Z", "2027-01-01T06:00:00Z"),
        ] {
            let schedule = in_zone(every, day, (hour, 0), "UTC").unwrap();
            assert_eq!(schedule.next_after(at(now)), at(next), "{every:?} {day} {hour} after {now}");
        }
    }

    #[test]
    fn the_hour_stays_the_same_when_the_clocks_change() {
        let daily =
            |time, now| in_zone(Frequency::Day, 1, time, "Europe/Berlin").unwrap().next_after(at(now));
        assert_eq!(daily((6, 30), "2026-10-24T05:00:00Z"), at("2026-10-25T05:30:00Z"));
        assert_eq!(daily((6, 30), "2026-10-24T04:00:00Z"), at("2026-10-24T04:30:00Z"));
        // 2:30 does not exist on the first of these days and occurs twice on the second.
        assert_eq!(daily((2, 30), "2026-03-28T12:00:00Z"), at("2026-03-29T01:30:00Z"));
        assert_eq!(daily((2, 30), "2026-10-25T00:00:00Z"), at("2026-10-25T00:30:00Z"));
        assert_eq!(daily((2, 30), "2026-10-25T00:30:00Z"), at("2026-10-26T01:30:00Z"));
        // It is already Monday there while it is still Sunday in UTC.
        let weekly = in_zone(Frequency::Week, 1, (0, 30), "Asia/Tokyo").unwrap();
        assert_eq!(weekly.next_after(at("2026-11-29T12:00:00Z")), at("2026-11-29T15:30:00Z"));
    }

    #[test]
    fn days_and_hours_that_do_not_always_exist_are_rejected() {
        for (every, day, time) in [
            (Frequency::Month, 29, (0, 0)),
            (Frequency::Week, 8, (0, 0)),
            (Frequency::Day, 2, (0, 0)),
            (Frequency::Week, 0, (0, 0)),
            (Frequency::Day, 1, (24, 0)),
            (Frequency::Day, 1, (23, 60)),
        ] {
            assert_eq!(in_zone(every, day, time, "UTC"), None);
        }
    }

    proptest! {
        #[test]
        fn the_next_run_is_always_in_the_future(
            every in 0..3usize, day in 1..=28u8, time in (0..24u8, 0..60u8), zone in 0..4usize, now in 0..4_000_000_000i64,
        ) {
            let every = [Frequency::Day, Frequency::Week, Frequency::Month][every];
            let Some(schedule) = in_zone(every, day, time, ZONES[zone]) else { return Ok(()) };
            let next = schedule.next_after(UnixTime(now));
            prop_assert!(next.0 > now && next.0 - now <= 31 * 86_400 + 7_200 && next.0 % 60 == 0);
            let after = schedule.next_after(next);
            prop_assert!(after.0 - next.0 >= 22 * 3_600, "two runs on one day");
        }
    }
}
