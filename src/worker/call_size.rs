//! How many contacts one call creates or unmarks. A portal cuts a call after 60 seconds but continues its work. The
//! measured seconds per contact keep calls far below that. The measurements are kept per portal, in memory only.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::portal::Endpoint;

/// Seconds of the portal's work in one call.
const CALL_SECONDS: f64 = 15.0;
/// Contacts in the first call, before anything was measured.
const FIRST: usize = 3;
/// Most contacts in one call.
const MOST: f64 = 20.0;
/// Most measurements in memory. When the map is full, all of them are dropped.
const MOST_MEASUREMENTS: usize = 10_000;

/// The kind of a write call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum WriteKind {
    Create,
    Unmark,
}

/// Seconds that a contact takes, for each kind of write on each portal.
#[derive(Debug, Default)]
pub(super) struct CallSizes(Mutex<HashMap<(WriteKind, String), f64>>);

impl CallSizes {
    /// How many contacts the next call should contain. Before the first call that unmarks, the seconds of creations
    /// are used.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 20")]
    pub(super) fn contacts_per_call(&self, work: WriteKind, endpoint: &Endpoint) -> usize {
        match self.seconds(work, endpoint).or_else(|| self.seconds(WriteKind::Create, endpoint)) {
            None => FIRST,
            Some(seconds) => (CALL_SECONDS / seconds.max(0.01)).clamp(1.0, MOST) as usize,
        }
    }

    /// Records how long a call with `done` contacts took. A slower value counts at once, a faster one by half.
    #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
    pub(super) fn record(&self, work: WriteKind, endpoint: &Endpoint, done: usize, took: Duration) {
        if done == 0 {
            return;
        }
        let seen = took.as_secs_f64() / done as f64;
        let known = self.seconds(work, endpoint);
        self.save(work, endpoint, known.map_or(seen, |known| seen.max(f64::midpoint(known, seen))));
    }

    /// Records that the answer to a call with `asked` contacts was lost. The next calls contain at most half as many.
    #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
    pub(super) fn record_lost_answer(&self, work: WriteKind, endpoint: &Endpoint, asked: usize) {
        let half = (asked as f64 / 2.0).max(1.0);
        let seconds = (CALL_SECONDS / half).max(self.seconds(work, endpoint).unwrap_or(0.0));
        self.save(work, endpoint, seconds);
    }

    fn seconds(&self, work: WriteKind, endpoint: &Endpoint) -> Option<f64> {
        self.lock().get(&(work, endpoint.host().to_string())).copied()
    }

    fn save(&self, work: WriteKind, endpoint: &Endpoint, seconds: f64) {
        let mut portals = self.lock();
        if portals.len() >= MOST_MEASUREMENTS {
            portals.clear();
        }
        portals.insert((work, endpoint.host().to_string()), seconds);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(WriteKind, String), f64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_creations_make_small_calls() {
        let (call_sizes, portal) =
            (CallSizes::default(), Endpoint::parse("https://a.bitrix24.com/rest/").unwrap());
        assert_eq!(call_sizes.contacts_per_call(WriteKind::Create, &portal), FIRST);
        call_sizes.record(WriteKind::Create, &portal, 3, Duration::from_secs(42));
        assert_eq!(call_sizes.contacts_per_call(WriteKind::Create, &portal), 1);
        for _ in 0..20 {
            call_sizes.record(WriteKind::Create, &portal, 1, Duration::from_millis(100));
        }
        assert_eq!(call_sizes.contacts_per_call(WriteKind::Create, &portal), 20);
        call_sizes.record_lost_answer(WriteKind::Create, &portal, 20);
        assert_eq!(call_sizes.contacts_per_call(WriteKind::Create, &portal), 10);
        assert_eq!(call_sizes.contacts_per_call(WriteKind::Unmark, &portal), 10);
        call_sizes.record_lost_answer(WriteKind::Unmark, &portal, 10);
        assert_eq!(
            (
                call_sizes.contacts_per_call(WriteKind::Unmark, &portal),
                call_sizes.contacts_per_call(WriteKind::Create, &portal)
            ),
            (5, 10)
        );
        let other = Endpoint::parse("https://b.bitrix24.com/rest/").unwrap();
        assert_eq!(call_sizes.contacts_per_call(WriteKind::Create, &other), FIRST);
    }
}
