//! How many requests were under way at once, and when: what a test asks about a client's concurrency.

/// The number of requests under way, through time.
#[derive(Debug, Clone, PartialEq)]
pub struct Flights {
    changes: Vec<(f64, usize)>,
}

/// One request more, or one less.
pub(crate) struct Change {
    pub(crate) order: u64,
    pub(crate) at: f64,
    pub(crate) step: i64,
}

impl Flights {
    pub(crate) fn of(changes: impl Iterator<Item = Change>) -> Self {
        let mut changes: Vec<Change> = changes.collect();
        changes.sort_by_key(|change| change.order);
        let mut under_way = 0_usize;
        let counted = changes.into_iter().map(|change| {
            under_way = if change.step > 0 { under_way + 1 } else { under_way.saturating_sub(1) };
            (change.at, under_way)
        });
        Self { changes: counted.collect() }
    }

    /// Each change: when, and how many were under way from then on.
    #[must_use]
    pub fn history(&self) -> &[(f64, usize)] {
        &self.changes
    }

    /// The most there ever were.
    #[must_use]
    pub fn peak(&self) -> usize {
        self.changes.iter().map(|change| change.1).max().unwrap_or_default()
    }

    /// The most there were from this time on (unix seconds of the simulator's clock), counting those that were
    /// under way already.
    #[must_use]
    pub fn peak_after(&self, at: f64) -> usize {
        let first_later = self.changes.partition_point(|change| change.0 < at);
        self.changes[first_later.saturating_sub(1)..].iter().map(|change| change.1).max().unwrap_or_default()
    }

    /// How many are under way now.
    #[must_use]
    pub fn now(&self) -> usize {
        self.changes.last().map_or(0, |change| change.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flights(changes: &[(f64, i64)]) -> Flights {
        let numbered = changes.iter().zip(0..).map(|(&(at, step), order)| Change { order, at, step });
        Flights::of(numbered)
    }

    #[test]
    fn peaks_are_counted_from_a_moment_on() {
        let flights = flights(&[(1.0, 1), (1.0, 1), (1.0, 1), (2.0, -1), (3.0, -1), (4.0, 1)]);
        assert_eq!((flights.peak(), flights.now()), (3, 2));
        assert_eq!([1.5, 2.5, 3.5, 9.0].map(|at| flights.peak_after(at)), [3, 2, 2, 2]);
    }

    #[test]
    fn without_requests_there_is_no_peak() {
        assert_eq!((flights(&[]).peak(), flights(&[]).peak_after(5.0)), (0, 0));
    }
}
