//! Holding an answer back: a test scripts a gate, acts while the answer waits, and opens the gate.

use std::sync::Arc;

use tokio::sync::watch;

/// Holds answers back until it is opened.
#[derive(Debug, Clone)]
pub struct Gate(Arc<State>);

#[derive(Debug)]
struct State {
    waiting: watch::Sender<usize>,
    open: watch::Sender<bool>,
}

impl Default for Gate {
    fn default() -> Self {
        Self(Arc::new(State { waiting: watch::Sender::new(0), open: watch::Sender::new(false) }))
    }
}

/// Two gates are equal only when they are the same gate.
impl PartialEq for Gate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Gate {
    /// Resolves when an answer waits at the gate.
    pub async fn is_reached(&self) {
        let mut waiting = self.0.waiting.subscribe();
        let _ = waiting.wait_for(|count| *count > 0).await;
    }

    /// Releases all answers that wait, and all later ones.
    pub fn open(&self) {
        self.0.open.send_replace(true);
    }

    /// Waits until the gate is open.
    pub(crate) async fn pass(&self) {
        self.0.waiting.send_modify(|count| *count += 1);
        let mut open = self.0.open.subscribe();
        let _ = open.wait_for(|is_open| *is_open).await;
    }
}
