//! A simulator of Bitrix24 portals and of their authorization server, for tests and for the demo.
//!
//! Each portal listens on a loopback address of its own (127.0.0.2, .3 …) and the authorization server on 127.0.0.1,
//! all over plain HTTP. They behave as strictly and as oddly as the published sources say. A test can ask each
//! [`Portal`] afterwards what really happened.
//!
//! The modules form layers; a layer imports only the layers below it (`tests/layers.rs` proves it):
//!
//! ```text
//! sim                          Sim and its builder, and the simulator without sockets
//! server                       the HTTP servers
//! rest    oauth    desktop     one module for each kind of request; they do not import each other
//! methods wire                 the REST methods; requests and responses as bytes
//! portal                       Portal: what tests do to a portal and ask it
//! world                        the state
//! crm     faults               contacts, deals and lists; scripted failures
//! php     clock    sync        PHP's values, the time, a lock
//! ```
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

mod clock;
mod crm;
mod desktop;
mod faults;
mod methods;
mod oauth;
mod php;
mod portal;
mod rest;
mod server;
mod sim;
mod sync;
mod wire;
mod world;

pub use clock::{SimClock, Time};
pub use faults::{Fault, Faults, Gate, Nth, Outage, Reshape};
pub use portal::{FramePost, Portal};
pub use sim::{ForeignApp, MemoryAnswer, MemoryRequest, Sim, SimBuilder};
pub use world::{
    Addition, Call, Concurrency, Deletion, EventDelivery, EventHandler, EventSink, Moment, Notice, Pace,
    Placement, PortalState, Rights, SecretIn, TokenPair, User, Via,
};
