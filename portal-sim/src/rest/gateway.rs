//! The gateway in front of a portal. It answers 504 when a request takes too long; the portal finishes its work all the
//! same.

use tokio::sync::oneshot;

/// The gateway of one request.
#[derive(Debug)]
pub(super) struct Gateway(Option<oneshot::Sender<()>>);

impl Gateway {
    /// A gateway, and what resolves when it gives up.
    pub(super) fn new() -> (Self, oneshot::Receiver<()>) {
        let (sender, given_up) = oneshot::channel();
        (Self(Some(sender)), given_up)
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.0.is_some()
    }

    /// Lets the gateway answer 504 now.
    pub(super) fn give_up(&mut self) {
        if let Some(sender) = self.0.take() {
            let _ = sender.send(());
        }
    }
}
