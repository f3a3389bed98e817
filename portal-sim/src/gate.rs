//! A door in front of an answer: a test holds the answer back, does what it likes meanwhile, and lets it go.

use std::sync::Arc;

use tokio::sync::watch;

/// Holds the answers back that come to it, until it is opened.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Sides>);

#[derive(Debug)]
struct Sides {
    waiting: watch::Sender<usize>,
    open: watch::Sender<bool>,
}

impl Default for Gate {
    fn default() -> Self {
        Self(Arc::new(Sides { waiting: watch::Sender::new(0), open: watch::Sender::new(false) }))
    }
}

/// One gate is equal to itself alone.
impl PartialEq for Gate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Gate {
    /// Resolves once an answer waits.
    pub async fn is_reached(&self) {
        let mut waiting = self.0.waiting.subscribe();
        let _ = waiting.wait_for(|count| *count > 0).await;
    }

    /// Lets go what waits, and whatever comes later.
    pub fn open(&self) {
        self.0.open.send_replace(true);
    }

    pub(crate) async fn pass(&self) {
        self.0.waiting.send_modify(|count| *count += 1);
        let mut open = self.0.open.subscribe();
        let _ = open.wait_for(|is_open| *is_open).await;
    }
}
