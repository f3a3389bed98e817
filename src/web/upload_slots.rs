//! Slots for large files. Each file is held in memory as a whole, so there are only a few slots, and one for each portal: no
//! portal blocks the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::domain::ids::MemberId;

/// Files that are held at a time, of 60 MB each at most.
const PLACES: usize = 3;
/// How long somebody waits for a place: longer than a sender who has stopped is waited for (`body`).
const MAX_WAIT: Duration = Duration::from_secs(10);

/// All slots.
#[derive(Debug)]
pub(super) struct UploadSlots {
    slots: Arc<Semaphore>,
    of_portals: Mutex<HashMap<MemberId, Weak<Semaphore>>>,
}

impl Default for UploadSlots {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(PLACES)), of_portals: Mutex::default() }
    }
}

/// A slot, until it is dropped.
#[derive(Debug)]
pub(super) struct UploadSlot {
    _of_portal: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl UploadSlots {
    /// A slot for a file of that portal; `None` when none is free for a while.
    pub(super) async fn acquire(&self, portal: &MemberId) -> Option<UploadSlot> {
        let own = self.of_portal(portal);
        let enter = async {
            let of_portal = own.acquire_owned().await.ok()?;
            let of_all = Arc::clone(&self.slots).acquire_owned().await.ok()?;
            Some(UploadSlot { _of_portal: of_portal, _of_all: of_all })
        };
        timeout(MAX_WAIT, enter).await.ok().flatten()
    }

    /// Kept for as long as somebody of the portal has the place or waits for it.
    fn of_portal(&self, portal: &MemberId) -> Arc<Semaphore> {
        let mut known = self.of_portals.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = known.get(portal).and_then(Weak::upgrade) {
            return own;
        }
        known.retain(|_, own| own.strong_count() > 0);
        let own = Arc::new(Semaphore::new(1));
        known.insert(portal.clone(), Arc::downgrade(&own));
        own
    }
}
