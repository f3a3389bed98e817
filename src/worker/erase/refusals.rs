//! Counts refusals for lack of rights in a row. After many refusals the job pauses. After the first one, no more
//! deletions are in flight than may still be refused.

use crate::domain::job::MANY_DENIED;

/// The refusals since the last deleted contact, for each call.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// For each answer: the number of the first call that was sent after it, and how many refusals it ended with.
    answers: Vec<(u64, u32)>,
    /// How many calls were sent.
    sent: u64,
}

impl Refusals {
    /// Continues with the count of an earlier run.
    pub(super) fn resume(earlier: u32) -> Self {
        Self { answers: vec![(0, earlier)], sent: 0 }
    }

    /// The number of the call that is sent next.
    pub(super) fn next_call_number(&mut self) -> u64 {
        self.sent += 1;
        self.sent
    }

    /// Records an answer: for each contact in order, whether it was denied; otherwise it was deleted. A deletion
    /// resets only the refusals that were known when its call was sent.
    pub(super) fn record_answer(&mut self, call: u64, denied: impl IntoIterator<Item = bool>) {
        let (mut at_the_end, mut has_deleted) = (0, false);
        for is_denied in denied {
            has_deleted |= !is_denied;
            at_the_end = if is_denied { at_the_end + 1 } else { 0 };
        }
        if has_deleted {
            self.answers.retain(|(next, _)| *next > call);
        }
        if at_the_end > 0 {
            self.answers.push((self.sent + 1, at_the_end));
        }
    }

    /// Subtracts refused contacts that do not exist. They were not denied.
    pub(super) fn subtract(&mut self, contacts: usize) {
        let mut left = u32::try_from(contacts).unwrap_or(u32::MAX);
        for (_, count) in self.answers.iter_mut().rev() {
            let taken = left.min(*count);
            *count -= taken;
            left -= taken;
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.answers.iter().map(|(_, count)| count).sum()
    }

    pub(super) fn is_limit_reached(&self) -> bool {
        self.count() >= MANY_DENIED
    }

    /// How many more deletions may be sent while `in_flight` contacts may be refused.
    pub(super) fn allowed_beside(&self, in_flight: usize) -> usize {
        match self.count() {
            0 => usize::MAX,
            count => (MANY_DENIED.saturating_sub(count) as usize).saturating_sub(in_flight),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_in_flight_never_exceed_the_allowed_refusals() {
        let mut refusals = Refusals::default();
        assert_eq!(refusals.allowed_beside(300), usize::MAX);
        let call = refusals.next_call_number();
        refusals.record_answer(call, [false, true, false, true, true]);
        assert_eq!((refusals.count(), refusals.allowed_beside(0), refusals.allowed_beside(40)), (2, 48, 8));
        assert_eq!(refusals.allowed_beside(48), 0);
        let call = refusals.next_call_number();
        refusals.record_answer(call, [true; 48]);
        assert!(refusals.is_limit_reached() && refusals.allowed_beside(0) == 0);
        refusals.subtract(3);
        assert_eq!((refusals.count(), refusals.is_limit_reached()), (47, false));
        refusals.subtract(48);
        assert_eq!(refusals.count(), 0);
    }

    #[test]
    fn an_earlier_deletion_does_not_reset_later_refusals() {
        let mut refusals = Refusals::resume(7);
        let (first, second) = (refusals.next_call_number(), refusals.next_call_number());
        refusals.record_answer(second, [true; 20]);
        refusals.record_answer(first, [false, true]);
        assert_eq!(
            refusals.count(),
            21,
            "the refusals of the earlier run are reset, those of the second call are not"
        );
        let third = refusals.next_call_number();
        refusals.record_answer(third, [false]);
        assert_eq!(refusals.count(), 0);
    }
}
