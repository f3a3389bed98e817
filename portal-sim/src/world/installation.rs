//! The application on one portal: its state, event handlers, widgets and options.

use std::collections::{BTreeMap, BTreeSet};

use crate::php::PhpArray;

/// A bound event handler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventHandler {
    /// `event_handler_id` of its deliveries.
    pub id: u64,
    /// The event in upper case.
    pub event: String,
    /// The address to which it is posted.
    pub handler: String,
    /// The user whose token is sent; 0 stands for the acting user.
    pub auth_type: u64,
    /// The user who bound it.
    pub bound_by: u64,
    /// Whether the event is kept in a queue instead of being posted.
    pub offline: bool,
}

/// A bound widget.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement {
    /// Its number.
    pub id: u64,
    /// The code of the place in upper case.
    pub placement: String,
    /// The page that is opened.
    pub handler: String,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// The group in which it is shown.
    pub group_name: String,
    /// The titles by language, as they were given.
    pub lang_all: serde_json::Value,
}

/// The application on one portal.
#[derive(Debug, Default)]
pub(crate) struct Installation {
    /// The application was added to the portal, so tokens are issued.
    pub(crate) present: bool,
    /// The installation was finished, so events are sent and widgets are shown.
    pub(crate) installed: bool,
    pub(crate) handlers: Vec<EventHandler>,
    pub(crate) placements: Vec<Placement>,
    pub(crate) options: PhpArray,
    pub(crate) user_options: BTreeMap<u64, PhpArray>,
    /// The users for whom the application has had its first run.
    pub(crate) started_by: BTreeSet<u64>,
    last_id: u64,
}

impl Installation {
    /// The next number for a handler or a widget.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Removes the application. Options stay unless `clean` is set; numbers are never used twice.
    pub(crate) fn uninstall(&mut self, clean: bool) {
        let old = std::mem::take(self);
        self.last_id = old.last_id;
        if !clean {
            self.options = old.options;
            self.user_options = old.user_options;
        }
    }
}
