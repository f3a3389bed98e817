//! Slots for large files. Each file is held in memory as a whole, so there are few slots. Each portal gets only one,
//! so that no portal blocks the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::domain::ids::MemberId;

/// How many files are held at once, of at most 60 MB each.
const SLOTS: usize = 3;
/// How long a client waits for a slot. Longer than `body` waits for a client that has stopped sending.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// All slots.
#[derive(Debug)]
pub(super) struct UploadSlots {
    slots: Arc<Semaphore>,
    of_portals: Mutex<HashMap<MemberId, Weak<Semaphore>>>,
}

impl Default for UploadSlots {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(SLOTS)), of_portals: Mutex::default() }
    }
}

/// A slot. Dropping it frees it.
#[derive(Debug)]
pub(super) struct UploadSlot {
    _of_portal: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

impl UploadSlots {
    /// Acquires a slot for a file of this portal. `None` if none becomes free in time.
    pub(super) async fn acquire(&self, portal: &MemberId) -> Option<UploadSlot> {
        let own = self.of_portal(portal);
        let enter = async {
            let of_portal = own.acquire_owned().await.ok()?;
            let of_all = Arc::clone(&self.slots).acquire_owned().await.ok()?;
            Some(UploadSlot { _of_portal: of_portal, _of_all: of_all })
        };
        timeout(MAX_WAIT, enter).await.ok().flatten()
    }

    /// The portal's own semaphore. It exists while a request of the portal holds a slot or waits for one.
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
