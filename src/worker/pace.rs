//! How many contacts one call creates. A portal cuts a call after 60 seconds and works on: what a creation was seen to
//! take decides, so that a call stays far below. It is remembered for each portal while the process lives.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::portal::Endpoint;

/// Seconds of creating in one call.
const CALL_SECONDS: f64 = 15.0;
/// Contacts in the first call to a portal that nobody has measured yet.
const FIRST: usize = 3;
/// Most contacts in one call.
const MOST: f64 = 20.0;
/// Portals that are remembered.
const MOST_PORTALS: usize = 10_000;

/// What a creation takes on each portal, in seconds.
#[derive(Debug, Default)]
pub(super) struct Paces(Mutex<HashMap<String, f64>>);

impl Paces {
    /// How many contacts the next call should create.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 20")]
    pub(super) fn portion(&self, endpoint: &Endpoint) -> usize {
        match self.seconds(endpoint) {
            None => FIRST,
            Some(seconds) => (CALL_SECONDS / seconds.max(0.01)).clamp(1.0, MOST) as usize,
        }
    }

    /// A call that created so many took this long. Slowness is believed at once, quickness little by little.
    #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
    pub(super) fn learn(&self, endpoint: &Endpoint, created: usize, took: Duration) {
        if created == 0 {
            return;
        }
        let seen = took.as_secs_f64() / created as f64;
        let known = self.seconds(endpoint);
        self.remember(endpoint, known.map_or(seen, |known| seen.max(f64::midpoint(known, seen))));
    }

    /// The answer of a call that was to create so many was lost: the next ones ask for half as many.
    #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
    pub(super) fn was_too_much(&self, endpoint: &Endpoint, asked: usize) {
        let half = (asked as f64 / 2.0).max(1.0);
        let seconds = (CALL_SECONDS / half).max(self.seconds(endpoint).unwrap_or(0.0));
        self.remember(endpoint, seconds);
    }

    fn seconds(&self, endpoint: &Endpoint) -> Option<f64> {
        self.lock().get(&endpoint.host().to_string()).copied()
    }

    fn remember(&self, endpoint: &Endpoint, seconds: f64) {
        let mut portals = self.lock();
        if portals.len() >= MOST_PORTALS {
            portals.clear();
        }
        portals.insert(endpoint.host().to_string(), seconds);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, f64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_creations_make_small_calls() {
        let (paces, portal) = (Paces::default(), Endpoint::parse("https://a.bitrix24.com/rest/").unwrap());
        assert_eq!(paces.portion(&portal), FIRST);
        paces.learn(&portal, 3, Duration::from_secs(42));
        assert_eq!(paces.portion(&portal), 1);
        for _ in 0..20 {
            paces.learn(&portal, 1, Duration::from_millis(100));
        }
        assert_eq!(paces.portion(&portal), 20);
        paces.was_too_much(&portal, 20);
        assert_eq!(paces.portion(&portal), 10);
        let other = Endpoint::parse("https://b.bitrix24.com/rest/").unwrap();
        assert_eq!(paces.portion(&other), FIRST);
    }
}
