//! [`Portal`]: the handle on one portal. Tests change a portal and ask it through this handle; servers read its state.

mod contacts;
mod events;
mod frame_post;
mod handle;
mod identity;
mod installation;
mod moments;
mod outage;
mod people;
mod records;
mod settings;

pub use frame_post::FramePost;
pub use handle::Portal;
