//! How many contacts one read of a portal covers. The size follows from what earlier reads took. A read should keep the
//! portal busy for at most some seconds, and its answer must not be too long. The size starts small, grows while reads
//! succeed, and is halved when no readable answer came.

use std::time::Duration;

/// Rows in one answer of a list.
const PAGE: usize = 50;
/// Most seconds of the portal's time in one read. The timeout is much longer.
const CALL_SECONDS: f64 = 10.0;
/// Most bytes of one answer: half of what is read at most, because the sizes of contacts differ.
const CALL_BYTES: f64 = 1024.0 * 1024.0;

/// The kind of a read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReadKind {
    /// Which contacts exist.
    Ids,
    /// Contacts that are about to be deleted.
    Contacts,
    /// The items that are related to contacts.
    Bindings,
}

/// What a read cost the portal.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReadCost {
    /// Seconds of the portal's time.
    pub seconds: f64,
    /// Bytes of the answer.
    pub bytes: usize,
}

/// The sizes of reads of one portal, by kind.
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
            // A list of each related kind counts its contacts separately.
            bindings: ReadSize::new(3 * PAGE, 50 * PAGE),
        }
    }
}

impl ReadSizes {
    pub(super) fn of(&mut self, kind: ReadKind) -> &mut ReadSize {
        match kind {
            ReadKind::Ids => &mut self.ids,
            ReadKind::Contacts => &mut self.contacts,
            ReadKind::Bindings => &mut self.bindings,
        }
    }

    /// How many contacts a read of ids covers after it has grown, and the seconds that it takes; `None` before any list
    /// was read.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand contacts")]
    pub(super) fn for_verification(&self) -> Option<(f64, f64)> {
        let seconds = self.ids.seconds.or(self.contacts.seconds)?;
        let size = ReadSize { seconds: Some(seconds), tried: self.ids.most, ..self.ids.clone() }.size();
        Some((size as f64, seconds * size.div_ceil(PAGE) as f64))
    }
}

/// The size of reads of one kind.
#[derive(Clone, Debug)]
pub(super) struct ReadSize {
    most: usize,
    /// The size to try next: twice the largest size that went well.
    tried: usize,
    /// Seconds for one list of fifty.
    seconds: Option<f64>,
    /// Bytes of one contact.
    bytes: Option<f64>,
}

impl ReadSize {
    fn new(first: usize, most: usize) -> Self {
        Self { most, tried: first, seconds: None, bytes: None }
    }

    /// How many contacts the next read should cover.
    pub(super) fn size(&self) -> usize {
        self.size_within(CALL_SECONDS)
    }

    /// The same for a read that may take at most this many seconds. This limit never makes it smaller than one list.
    pub(super) fn size_within(&self, limit: f64) -> usize {
        let limit = limit.min(CALL_SECONDS);
        let lists = self.seconds.map_or(self.most, |seconds| times(limit / seconds));
        let by_bytes = self.bytes.map_or(self.most, |bytes| times(CALL_BYTES / bytes));
        let size = self.tried.min(lists * PAGE).min(by_bytes).clamp(1, self.most);
        // A partial list takes as long as a full one.
        if size > PAGE { size / PAGE * PAGE } else { size }
    }

    /// Seconds that a list takes, if known.
    pub(super) fn seconds(&self) -> Option<f64> {
        self.seconds
    }

    /// Records a read of this many contacts that was answered.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand contacts, a few megabytes")]
    pub(super) fn record_read(&mut self, contacts: usize, cost: ReadCost) {
        if contacts == 0 {
            return;
        }
        let lists = contacts.div_ceil(PAGE) as f64;
        self.seconds = Some(update(self.seconds, (cost.seconds / lists).max(1e-3)));
        self.bytes = Some(update(self.bytes, (cost.bytes as f64 / contacts as f64).max(1.0)));
        if cost.seconds <= CALL_SECONDS {
            self.tried = self.tried.max((contacts * 2).min(self.most));
        }
    }

    /// Records a read of this many contacts that brought no readable answer.
    pub(super) fn record_failed_read(&mut self, contacts: usize) {
        self.tried = self.tried.min((contacts / 2).max(1));
    }
}

/// Higher values count at once, lower ones gradually.
fn update(known: Option<f64>, new: f64) -> f64 {
    known.map_or(new, |known| f64::midpoint(known, new).max(new))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn times(count: f64) -> usize {
    count.clamp(1.0, 1e6) as usize
}

impl ReadCost {
    /// The cost of a whole call.
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
        let mut read_size = ids();
        let mut sizes = Vec::new();
        for _ in 0..6 {
            let size = read_size.size();
            sizes.push(size);
            read_size.record_read(size, ReadCost { seconds: 0.02, bytes: size * 20 });
        }
        assert_eq!(sizes, [200, 400, 800, 1600, 2500, 2500]);
    }

    #[test]
    fn slow_lists_make_small_reads() {
        let mut read_size = ids();
        read_size.record_read(200, ReadCost { seconds: 4.0 * 0.6, bytes: 4_000 });
        read_size.record_read(400, ReadCost { seconds: 8.0 * 0.6, bytes: 8_000 });
        read_size.record_read(800, ReadCost { seconds: 16.0 * 0.6, bytes: 16_000 });
        assert_eq!(read_size.size(), 800, "at most ten seconds");
        read_size.record_read(800, ReadCost { seconds: 16.0 * 12.0, bytes: 16_000 });
        assert_eq!(read_size.size(), 50, "one list");
    }

    #[test]
    fn failed_reads_halve_the_size_down_to_one_contact_and_it_recovers() {
        let mut read_size = ids();
        let mut sizes = Vec::new();
        while sizes.last() != Some(&1) {
            read_size.record_failed_read(read_size.size());
            sizes.push(read_size.size());
        }
        assert_eq!(sizes, [100, 50, 25, 12, 6, 3, 1]);
        read_size.record_read(1, ReadCost { seconds: 0.1, bytes: 20 });
        assert_eq!(read_size.size(), 2);
    }

    #[test]
    fn slow_contacts_are_read_in_less_than_a_page() {
        let mut read_size = ReadSizes::default().contacts;
        read_size.record_failed_read(50);
        read_size.record_read(25, ReadCost { seconds: 20.0, bytes: 1 });
        assert_eq!(read_size.size(), 25);
        read_size.record_read(25, ReadCost { seconds: 9.0, bytes: 1 });
        assert_eq!(read_size.size(), 50);
    }

    #[test]
    fn large_contacts_make_small_reads() {
        let mut read_size = ReadSizes::default().contacts;
        assert_eq!(read_size.size(), 50);
        read_size.record_read(25, ReadCost { seconds: 0.5, bytes: 25 * 48_000 });
        assert_eq!(read_size.size(), 21);
    }

    proptest! {
        #[test]
        fn the_read_size_is_never_zero(
            reads in prop::collection::vec((0_usize..3000, 0.0_f64..1e4, 0_usize..10_000_000, any::<bool>()), 0..60)
        ) {
            let mut read_size = ids();
            for (contacts, seconds, bytes, is_good) in reads {
                if is_good {
                    read_size.record_read(contacts, ReadCost { seconds, bytes });
                } else {
                    read_size.record_failed_read(contacts);
                }
                prop_assert!((1..=2500).contains(&read_size.size()));
            }
        }
    }
}
