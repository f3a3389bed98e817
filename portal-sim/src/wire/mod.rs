//! Requests and responses as they are sent, over a socket or in memory, and the scripted faults of the connection.

mod answer;
mod extract;
mod faults;
mod request;
mod response;

pub(crate) use answer::{Answer, time_block};
pub(crate) use extract::find_portal;
pub(crate) use faults::{after_work, before_work, during_outage, status_after_work, wait_after_work};
pub(crate) use request::Request;
pub(crate) use response::{Response, front_end_page, html_page, redirect, remember_socket};
