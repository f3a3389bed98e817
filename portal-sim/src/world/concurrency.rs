//! How many requests were in flight at once, and when. A test asks this about a client's concurrency.

/// The number of requests in flight through time.
#[derive(Debug, Clone, PartialEq)]
pub struct Concurrency {
    changes: Vec<(f64, usize)>,
}

/// One request more or one less in flight.
pub(super) struct Change {
    /// The position among all changes. The time alone does not give it, because a clock can stand still.
    pub(super) order: u64,
    pub(super) at: f64,
    pub(super) step: i64,
}

impl Concurrency {
    pub(super) fn of(changes: impl Iterator<Item = Change>) -> Self {
        let mut changes: Vec<Change> = changes.collect();
        changes.sort_by_key(|change| change.order);
        let mut in_flight = 0_usize;
        let counted = changes.into_iter().map(|change| {
            in_flight = if change.step > 0 { in_flight + 1 } else { in_flight.saturating_sub(1) };
            (change.at, in_flight)
        });
        Self { changes: counted.collect() }
    }

    /// Each change: its time, and how many requests were in flight after it.
    #[must_use]
    pub fn history(&self) -> &[(f64, usize)] {
        &self.changes
    }

    /// The greatest number of requests in flight.
    #[must_use]
    pub fn peak(&self) -> usize {
        self.changes.iter().map(|change| change.1).max().unwrap_or_default()
    }

    /// The greatest number of requests in flight since this time, in unix seconds of the simulator's clock. Requests
    /// that were in flight already count too.
    #[must_use]
    pub fn peak_after(&self, at: f64) -> usize {
        let first_later = self.changes.partition_point(|change| change.0 < at);
        self.changes[first_later.saturating_sub(1)..].iter().map(|change| change.1).max().unwrap_or_default()
    }

    /// How many requests are in flight now.
    #[must_use]
    pub fn now(&self) -> usize {
        self.changes.last().map_or(0, |change| change.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concurrency(changes: &[(f64, i64)]) -> Concurrency {
        let numbered = changes.iter().zip(0..).map(|(&(at, step), order)| Change { order, at, step });
        Concurrency::of(numbered)
    }

    #[test]
    fn the_peak_since_a_time_counts_requests_that_were_in_flight_then() {
        let concurrency = concurrency(&[(1.0, 1), (1.0, 1), (1.0, 1), (2.0, -1), (3.0, -1), (4.0, 1)]);
        assert_eq!((concurrency.peak(), concurrency.now()), (3, 2));
        assert_eq!([1.5, 2.5, 3.5, 9.0].map(|at| concurrency.peak_after(at)), [3, 2, 2, 2]);
    }

    #[test]
    fn without_requests_the_peak_is_zero() {
        assert_eq!((concurrency(&[]).peak(), concurrency(&[]).peak_after(5.0)), (0, 0));
    }
}
