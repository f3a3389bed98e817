//! The state of a simulator: portals with their people, CRM and installations, tokens, calls and limits.
//! It knows nothing of HTTP requests. `crate::portal` is the handle through which tests and servers use it.

mod addresses;
mod apps;
mod concurrency;
mod data;
mod grants;
mod installation;
mod journal;
mod keys;
mod limits;
mod moments;
mod outbox;
mod people;
mod portal_core;
mod random;
mod records;
mod seed;
mod seed_details;
mod servers;
mod settings;
mod state;
mod workers;

pub use concurrency::Concurrency;
pub use data::PortalState;
pub use grants::TokenPair;
pub use installation::{EventHandler, Placement};
pub use journal::{Call, SecretIn, Via};
pub use moments::Moment;
pub use outbox::{EventDelivery, EventSink};
pub use people::{Rights, User};
pub use records::{Addition, Deletion, Notice};
pub use settings::Pace;

pub(crate) use addresses::{AddressRole, loopback};
pub(crate) use apps::RegisteredApp;
pub(crate) use data::PortalData;
pub(crate) use grants::{ACCESS_SECONDS, Grants, Owner, TokenState, is_well_formed};
pub(crate) use journal::{Arrival, Journal};
pub(crate) use keys::{random_hex, webhook_secret};
pub(crate) use limits::{Account, RunningTime, RunningTimeMeter};
pub(crate) use moments::Occurrence;
pub(crate) use portal_core::PortalCore;
pub(crate) use seed::new_portal;
pub(crate) use servers::Servers;
pub(crate) use settings::PortalSettings;
pub(crate) use state::{SimSettings, World};
pub(crate) use workers::BusyWorker;
