//! How many contacts one read asks a portal about, by what reads have taken so far: none is to keep the portal at work
//! for longer than some seconds, or to bring more than is read at once. It begins small, grows while all goes well, and
//! is halved when no answer came that could be read.

use std::time::Duration;

/// Rows in one answer of a list.
const PAGE: usize = 50;
/// Seconds of the portal's time in one read; patience ends far behind.
const CALL_SECONDS: f64 = 10.0;
/// Bytes of one answer: half of what is read at most, since contacts are not alike.
const CALL_BYTES: f64 = 1024.0 * 1024.0;

/// The kind of a read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadKind {
    /// Which contacts are there.
    Ids,
    /// Contacts as they are, to be deleted.
    Contacts,
    /// What hangs on contacts.
    Bindings,
}

/// What a read has cost the portal.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReadCost {
    /// Seconds of the portal's time.
    pub seconds: f64,
    /// Bytes of the answer.
    pub bytes: usize,
}

/// How large the reads of one portal are, by kind.
#[derive(Clone, Debug)]
pub(super) struct ReadSizes {
    ids: ReadSize,
    contacts: ReadSize,
    bindings: ReadSize,
}

impl Default for ReadSizes {
    fn default() -> Self {
        Self {
            ids: ReadSize::new(4 * PAGE, 50 * PAGE),
            contacts: ReadSize::new(PAGE, 3 * PAGE),
            // Of these a list of each kind counts as contacts of its own.
            bindings: ReadSize::new(3 * PAGE, 50 * PAGE),
        }
    }
}

impl ReadSizes {
    pub(super) fn of(&mut self, asking: ReadKind) -> &mut ReadSize {
        match asking {
            ReadKind::Ids => &mut self.ids,
            ReadKind::Contacts => &mut self.contacts,
            ReadKind::Bindings => &mut self.bindings,
        }
    }

    /// How many contacts a read of ids comes to ask about when all goes well, and the seconds that one takes; `None` before
    /// any list was answered.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand contacts")]
    pub(super) fn for_verification(&self) -> Option<(f64, f64)> {
        let seconds = self.ids.seconds.or(self.contacts.seconds)?;
        let size = ReadSize { seconds: Some(seconds), tried: self.ids.most, ..self.ids.clone() }.size();
        Some((size as f64, seconds * size.div_ceil(PAGE) as f64))
    }
}

/// How large reads of one kind are.
#[derive(Clone, Debug)]
pub(super) struct ReadSize {
    most: usize,
    /// Twice as far as it has been tried with good results.
    tried: usize,
    /// Seconds for a full list of fifty.
    seconds: Option<f64>,
    /// Bytes for one contact.
    bytes: Option<f64>,
}

impl ReadSize {
    fn new(first: usize, most: usize) -> Self {
        Self { most, tried: first, seconds: None, bytes: None }
    }

    /// Contacts that the next read should ask about.
    pub(super) fn size(&self) -> usize {
        self.size_within(CALL_SECONDS)
    }

    /// The same where it is to take no longer than so many seconds; one list at least.
    pub(super) fn size_within(&self, limit: f64) -> usize {
        let limit = limit.min(CALL_SECONDS);
        let lists = self.seconds.map_or(self.most, |seconds| times(limit / seconds));
        let by_bytes = self.bytes.map_or(self.most, |bytes| times(CALL_BYTES / bytes));
        let size = self.tried.min(lists * PAGE).min(by_bytes).clamp(1, self.most);
        // A list that is not full takes as long as a full one.
        if size > PAGE { size / PAGE * PAGE } else { size }
    }

    /// Seconds that a list takes, as far as is known.
    pub(super) fn seconds(&self) -> Option<f64> {
        self.seconds
    }

    /// A read of so many was answered.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand contacts, a few megabytes")]
    pub(super) fn record_read(&mut self, contacts: usize, taken: ReadCost) {
        if contacts == 0 {
            return;
        }
        let lists = contacts.div_ceil(PAGE) as f64;
        self.seconds = Some(believed(self.seconds, (taken.seconds / lists).max(1e-3)));
        self.bytes = Some(believed(self.bytes, (taken.bytes as f64 / contacts as f64).max(1.0)));
        if taken.seconds <= CALL_SECONDS {
            self.tried = self.tried.max((contacts * 2).min(self.most));
        }
    }

    /// A read of so many brought no answer that could be read.
    pub(super) fn record_failed_read(&mut self, contacts: usize) {
        self.tried = self.tried.min((contacts / 2).max(1));
    }
}

/// Slowness and length are believed at once, their opposites little by little.
fn believed(known: Option<f64>, new: f64) -> f64 {
    known.map_or(new, |known| f64::midpoint(known, new).max(new))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn times(count: f64) -> usize {
    count.clamp(1.0, 1e6) as usize
}

impl ReadCost {
    /// What a call has taken in all.
    #[must_use]
    pub fn of(took: Duration, bytes: usize) -> Self {
        Self { seconds: took.as_secs_f64(), bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids() -> ReadSize {
        ReadSizes::default().ids
    }

    #[test]
    fn reads_grow_while_they_are_quick() {
        let mut portion = ids();
        let mut sizes = Vec::new();
        for _ in 0..6 {
            let size = portion.size();
            sizes.push(size);
            portion.record_read(size, ReadCost { seconds: 0.02, bytes: size * 20 });
        }
        assert_eq!(sizes, [200, 400, 800, 1600, 2500, 2500]);
    }

    #[test]
    fn slow_lists_make_small_reads() {
        let mut portion = ids();
        portion.record_read(200, ReadCost { seconds: 4.0 * 0.6, bytes: 4_000 });
        portion.record_read(400, ReadCost { seconds: 8.0 * 0.6, bytes: 8_000 });
        portion.record_read(800, ReadCost { seconds: 16.0 * 0.6, bytes: 16_000 });
        assert_eq!(portion.size(), 800, "ten seconds and no more");
        portion.record_read(800, ReadCost { seconds: 16.0 * 12.0, bytes: 16_000 });
        assert_eq!(portion.size(), 50, "one list");
    }

    #[test]
    fn failed_reads_halve_the_size_down_to_one_contact_and_it_recovers() {
        let mut portion = ids();
        let mut sizes = Vec::new();
        while sizes.last() != Some(&1) {
            portion.record_failed_read(portion.size());
            sizes.push(portion.size());
        }
        assert_eq!(sizes, [100, 50, 25, 12, 6, 3, 1]);
        portion.record_read(1, ReadCost { seconds: 0.1, bytes: 20 });
        assert_eq!(portion.size(), 2);
    }

    #[test]
    fn slow_contacts_are_read_in_less_than_a_page() {
        let mut portion = ReadSizes::default().contacts;
        portion.record_failed_read(50);
        portion.record_read(25, ReadCost { seconds: 20.0, bytes: 1 });
        assert_eq!(portion.size(), 25);
        portion.record_read(25, ReadCost { seconds: 9.0, bytes: 1 });
        assert_eq!(portion.size(), 50);
    }

    #[test]
    fn large_contacts_make_small_reads() {
        let mut portion = ReadSizes::default().contacts;
        assert_eq!(portion.size(), 50);
        portion.record_read(25, ReadCost { seconds: 0.5, bytes: 25 * 48_000 });
        assert_eq!(portion.size(), 21);
    }

    proptest! {
        #[test]
        fn the_read_size_is_never_zero(
            reads in prop::collection::vec((0_usize..3000, 0.0_f64..1e4, 0_usize..10_000_000, any::<bool>()), 0..60)
        ) {
            let mut portion = ids();
            for (contacts, seconds, bytes, is_good) in reads {
                if is_good {
                    portion.record_read(contacts, ReadCost { seconds, bytes });
                } else {
                    portion.record_failed_read(contacts);
                }
                prop_assert!((1..=2500).contains(&portion.size()));
            }
        }
    }
}
