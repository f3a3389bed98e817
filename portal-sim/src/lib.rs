//! A simulator of Bitrix24 portals and of their authorization server, for tests and for a demo.
//!
//! Portals speak plain HTTP on loopback addresses of their own (127.0.0.2, .3 …), the authorization server on
//! 127.0.0.1. They are as strict and as odd as the protocol's sources say, and every portal can be asked
//! afterwards what really happened: see [`Portal`].
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! let sim = portal_sim::Sim::builder().portals(2).contacts(150).start().await?;
//! sim.register_app("http://127.0.0.1:8080");
//! let pair = sim.portal(0).mint_pair(1);
//! println!("{} {}", sim.portal(0).rest_url(), pair.access_token);
//! # Ok(())
//! # }
//! ```

mod builder;
mod clock;
mod crm;
mod description;
mod desktop;
mod events;
mod faults;
mod flights;
mod gate;
mod journal;
mod memory;
mod methods;
mod oauth;
mod php;
mod portal;
mod reshape;
mod rest;
mod server;
mod sim;
mod transport;
mod world;

pub use builder::SimBuilder;
pub use clock::{SimClock, Time};
pub use events::EventDelivery;
pub use faults::{Fault, Faults, Nth};
pub use flights::Flights;
pub use gate::Gate;
pub use journal::{Call, SecretIn, Via};
pub use memory::{EventSink, MemoryAnswer, MemoryRequest};
pub use oauth::Pair;
pub use portal::{
    Addition, Deletion, EventHandler, FramePost, Moment, Notice, Outage, Pace, Placement, Portal,
    PortalState, Rights, User,
};
pub use reshape::Reshape;
pub use sim::{ForeignApp, Sim};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after a panic elsewhere: the simulator's data stay usable for the assertions of a failing test.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
