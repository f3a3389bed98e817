//! A method's running time in the last ten minutes, as the portal counts and states it (`operating`,
//! `operating_reset_at`: b24restdocs settings/performance/limits.md). When it is used up, the portal blocks the method
//! for all users of this app. Jobs therefore stop earlier.

use std::time::Duration;

use serde_json::Value;

use super::lenient;
use crate::domain::clock::UnixTime;

/// Portals block at 420 or 480 seconds. The rest is left for single deletions by users and for calls that take longer
/// than expected.
const CEILING: f64 = 400.0;
/// When a portal blocks earlier, the limit becomes this part of what was used then.
const BELOW_THE_BLOCK: f64 = 0.9;
/// How long to wait for a blocked method when the portal gives no time.
const DEFAULT_WAIT: Duration = Duration::from_mins(1);

/// The running time of a method, as the portal's answer states it.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct RunningTime {
    /// Seconds that this command ran.
    pub duration: Option<f64>,
    /// Seconds that the method ran in the last ten minutes, this command included.
    pub operating: Option<f64>,
    /// When the oldest minute no longer counts.
    pub reset_at: Option<UnixTime>,
}

impl RunningTime {
    /// Reads the `time` of an answer or of a command in a batch. Missing and malformed fields are left out.
    #[must_use]
    pub(super) fn parse(time: Option<&Value>) -> Self {
        let field = |name| time.and_then(|time| time.get(name));
        let seconds = |name| lenient::seconds(field(name));
        Self {
            duration: seconds("duration"),
            operating: seconds("operating"),
            reset_at: field("operating_reset_at").and_then(read_moment),
        }
    }
}

/// Reads Unix seconds. One example of the documentation has ISO 8601.
fn read_moment(value: &Value) -> Option<UnixTime> {
    match value {
        Value::String(text) if text.contains('T') => {
            let moment: jiff::Timestamp = text.parse().ok()?;
            Some(UnixTime(moment.as_second()))
        }
        other => lenient::number(Some(other)).map(|seconds| UnixTime(i64::from(seconds))),
    }
}

/// Tracks one method's running time on one portal.
#[derive(Clone, Debug)]
pub(super) struct RunningTimeMeter {
    used: f64,
    reset_at: Option<UnixTime>,
    reserved: f64,
    ceiling: f64,
    blocked_until: Option<UnixTime>,
}

impl Default for RunningTimeMeter {
    fn default() -> Self {
        Self { used: 0.0, reset_at: None, reserved: 0.0, ceiling: CEILING, blocked_until: None }
    }
}

impl RunningTimeMeter {
    /// Reserves seconds. `Err`: when to try again. If nothing is used or reserved, a call of any length is let through,
    /// because the portal checks the limit before a call and not during it.
    pub(super) fn reserve(&mut self, seconds: f64, now: UnixTime) -> Result<f64, UnixTime> {
        self.drop_expired(now);
        if let Some(until) = self.blocked_until {
            return Err(until);
        }
        let committed = self.used + self.reserved;
        if committed > 0.0 && committed + seconds > self.ceiling && self.reset_at.is_some() {
            return Err(self.resumes_at(now));
        }
        self.reserved += seconds;
        Ok(seconds)
    }

    pub(super) fn give_back(&mut self, seconds: f64) {
        self.reserved = (self.reserved - seconds).max(0.0);
    }

    /// The limit that this app keeps: seconds in ten minutes.
    pub(super) fn ceiling(&self) -> f64 {
        self.ceiling
    }

    pub(super) fn left(&mut self, now: UnixTime) -> Option<f64> {
        self.drop_expired(now);
        self.reset_at.map(|_| (self.ceiling - self.used - self.reserved).max(0.0))
    }

    /// When the method may be called again, if it is blocked.
    pub(super) fn blocked_until(&mut self, now: UnixTime) -> Option<UnixTime> {
        self.drop_expired(now);
        self.blocked_until
    }

    pub(super) fn record(&mut self, running_time: RunningTime, now: UnixTime) {
        let Some(used) = running_time.operating else { return };
        let reset_at = running_time.reset_at.filter(|at| *at > now);
        // Answers may arrive out of order. Until the next reset the sum only grows.
        self.used =
            if self.reset_at.is_some() && self.reset_at == reset_at { self.used.max(used) } else { used };
        self.reset_at = reset_at;
    }

    pub(super) fn record_exhausted(&mut self, now: UnixTime) -> UnixTime {
        if self.used > 1.0 {
            self.ceiling = self.ceiling.min(self.used * BELOW_THE_BLOCK);
        }
        let until = self.resumes_at(now);
        self.blocked_until = Some(until);
        until
    }

    fn resumes_at(&self, now: UnixTime) -> UnixTime {
        self.reset_at.filter(|at| *at > now).unwrap_or_else(|| now.plus(DEFAULT_WAIT))
    }

    /// When the oldest minute no longer counts, the remaining sum is unknown until the next answer.
    fn drop_expired(&mut self, now: UnixTime) {
        if self.blocked_until.is_some_and(|until| until <= now) {
            self.blocked_until = None;
        }
        if self.reset_at.is_some_and(|at| at <= now) {
            self.used = 0.0;
            self.reset_at = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: UnixTime = UnixTime(1000);

    fn stated(operating: f64, reset_at: i64) -> RunningTime {
        RunningTime { duration: None, operating: Some(operating), reset_at: Some(UnixTime(reset_at)) }
    }

    #[test]
    fn the_time_of_an_answer_is_read_in_every_form() {
        let time = json!({"duration": 0.5, "operating": "12.25", "operating_reset_at": 1600});
        assert_eq!(
            RunningTime::parse(Some(&time)),
            RunningTime { duration: Some(0.5), operating: Some(12.25), reset_at: Some(UnixTime(1600)) }
        );
        let iso = json!({"operating_reset_at": "1970-01-01T00:26:40+00:00"});
        assert_eq!(RunningTime::parse(Some(&iso)).reset_at, Some(UnixTime(1600)));
        for odd in
            [json!(null), json!([]), json!({"duration": -1, "operating": "x", "operating_reset_at": {}})]
        {
            assert_eq!(RunningTime::parse(Some(&odd)), RunningTime::default());
        }
    }

    #[test]
    fn work_stops_before_the_limit_and_resumes_when_running_time_is_free_again() {
        let mut meter = RunningTimeMeter::default();
        meter.record(stated(395.0, 1060), NOW);
        assert_eq!(meter.reserve(10.0, NOW), Err(UnixTime(1060)));
        assert_eq!(meter.reserve(4.0, NOW), Ok(4.0));
        assert_eq!(meter.reserve(4.0, NOW), Err(UnixTime(1060)), "reserved seconds count");
        meter.give_back(4.0);
        assert!(meter.reserve(10.0, UnixTime(1060)).is_ok());
    }

    #[test]
    fn an_earlier_limit_of_the_portal_is_remembered() {
        let mut meter = RunningTimeMeter::default();
        meter.record(stated(20.0, 1100), NOW);
        assert_eq!(meter.record_exhausted(NOW), UnixTime(1100));
        assert_eq!(meter.reserve(0.1, NOW), Err(UnixTime(1100)));
        assert!(meter.reserve(5.0, UnixTime(1100)).is_ok());
        meter.give_back(5.0);
        meter.record(stated(17.0, 1200), UnixTime(1101));
        assert_eq!(meter.reserve(5.0, UnixTime(1101)), Err(UnixTime(1200)));
    }

    #[test]
    fn a_blocked_method_waits_a_minute_without_a_reset_time() {
        assert_eq!(RunningTimeMeter::default().record_exhausted(NOW), UnixTime(1060));
    }

    #[test]
    fn a_portal_without_running_times_never_delays_work() {
        let mut meter = RunningTimeMeter::default();
        meter.record(RunningTime::default(), NOW);
        for _ in 0..100 {
            assert!(meter.reserve(100.0, NOW).is_ok());
        }
        assert_eq!(meter.left(NOW), None);
    }
}
