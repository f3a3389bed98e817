//! The events that a portal posts, and how the posts ended.

use std::fmt;
use std::pin::Pin;
use std::sync::Mutex;

use tokio::sync::watch;

use crate::sync::lock;

/// One tried delivery of an event.
#[derive(Debug, Clone)]
pub struct EventDelivery {
    /// When it was sent, in unix seconds.
    pub at: f64,
    /// The event.
    pub event: String,
    /// The address to which it was posted.
    pub handler: String,
    /// The body as it was posted.
    pub body: String,
    /// The status of the answer; `None` without an answer.
    pub status: Option<u16>,
}

/// Takes the events of a simulator instead of HTTP.
pub trait EventSink: Send + Sync + fmt::Debug {
    /// Delivers one event: the handler's address and the form body. Returns the status of the answer, if there was
    /// an answer.
    fn deliver(&self, handler: String, body: String) -> Pin<Box<dyn Future<Output = Option<u16>> + Send>>;
}

/// The deliveries of one portal.
#[derive(Debug)]
pub(crate) struct Outbox {
    deliveries: Mutex<Vec<EventDelivery>>,
    in_flight: watch::Sender<usize>,
}

impl Default for Outbox {
    fn default() -> Self {
        Self { deliveries: Mutex::default(), in_flight: watch::Sender::new(0) }
    }
}

impl Outbox {
    pub(crate) fn deliveries(&self) -> Vec<EventDelivery> {
        lock(&self.deliveries).clone()
    }

    /// Notes that a delivery has started.
    pub(crate) fn start(&self) {
        self.in_flight.send_modify(|count| *count += 1);
    }

    /// Notes how a delivery ended.
    pub(crate) fn finish(&self, delivery: EventDelivery) {
        lock(&self.deliveries).push(delivery);
        self.in_flight.send_modify(|count| *count -= 1);
    }

    /// Waits until no delivery is in flight.
    pub(crate) async fn settled(&self) {
        let mut in_flight = self.in_flight.subscribe();
        let _ = in_flight.wait_for(|count| *count == 0).await;
    }
}
