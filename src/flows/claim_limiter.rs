//! Limits how many unverified claims are checked with the authorization server at the same time. Without a limit,
//! many forged pages would cause as many calls.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::failure::Failure;
use crate::domain::clock::{SharedClock, within};

/// A call takes about 300 milliseconds, so three hundred claims are checked per second. If five hundred users open
/// the app in the same second, the last one waits about two seconds. A permit is never held during a call to a
/// portal.
const AT_ONCE: usize = 100;
/// How long a caller waits for a permit. It is short, because a user looks at an empty page.
const MAX_WAIT: Duration = Duration::from_secs(5);
/// When a refused caller should try again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Limits how many claims are verified at the same time.
#[derive(Clone, Debug)]
pub(super) struct ClaimLimiter {
    permits: Arc<Semaphore>,
    clock: SharedClock,
}

impl ClaimLimiter {
    pub(super) fn new(clock: SharedClock) -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_ONCE)), clock }
    }

    /// Waits for a permit. It is returned when it is dropped. A caller that holds one must not ask for a second one.
    ///
    /// # Errors
    /// [`Failure::PortalBusy`] when no permit becomes free in time.
    pub(super) async fn acquire(&self) -> Result<OwnedSemaphorePermit, Failure> {
        let permit = within(&self.clock, MAX_WAIT, Arc::clone(&self.permits).acquire_owned()).await;
        permit.and_then(Result::ok).ok_or(Failure::PortalBusy { retry_after: RETRY_AFTER })
    }
}
