//! The disk under the database of a run. For a while some commits fail, or all of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use contact_eraser::store::CommitFaults;

/// Counts commits, so that the same ones fail each time a run is repeated.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    commits: AtomicU64,
    /// One commit in this many fails; 0 means that none fails.
    one_in: AtomicU64,
}

impl Disk {
    pub(crate) fn fails(&self, one_in: u64) {
        self.one_in.store(one_in, Ordering::SeqCst);
    }

    pub(crate) fn end_faults(&self) {
        self.fails(0);
    }

    /// The function that stores call before they commit. No commits fail while a process starts: a process that cannot
    /// open its database would end at once and start again.
    pub(crate) fn commits(self: &Arc<Self>) -> CommitFaults {
        let disk = Arc::clone(self);
        Arc::new(move || match disk.one_in.load(Ordering::SeqCst) {
            0 => true,
            one_in => !disk.commits.fetch_add(1, Ordering::SeqCst).is_multiple_of(one_in),
        })
    }

    /// Stops the faults and returns their rate. [`Disk::fails`] with this rate starts them again.
    pub(crate) fn suspend_faults(&self) -> u64 {
        self.one_in.swap(0, Ordering::SeqCst)
    }
}
