//! Limits how many unverified claims an authorization server is asked about at the same time. Without a limit, many forged
//! pages would cause as many calls.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::failure::Failure;
use crate::domain::clock::{SharedClock, within};

/// A call takes some 300 milliseconds: three hundred claims are looked into in a second, and of five hundred people who open
/// the app in the same second the last one waits for two. No portal's slowness is waited for inside.
const AT_ONCE: usize = 100;
/// A little: somebody looks at an empty page.
const MAX_WAIT: Duration = Duration::from_secs(5);
/// When to come back.
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

    /// A permit, until it is dropped. Never ask for a second one while you hold it.
    ///
    /// # Errors
    /// [`Failure::PortalBusy`] when there is none for a while.
    pub(super) async fn acquire(&self) -> Result<OwnedSemaphorePermit, Failure> {
        let permit = within(&self.clock, MAX_WAIT, Arc::clone(&self.permits).acquire_owned()).await;
        permit.and_then(Result::ok).ok_or(Failure::PortalBusy { retry_after: RETRY_AFTER })
    }
}
