//! The JSON that the program prints: what a client has to know about a running simulator.

use serde_json::{Value, json};

use super::handle::Sim;
use crate::portal::Portal;

impl Sim {
    /// Addresses, keys, and new tokens for every user.
    #[must_use]
    pub fn description(&self) -> Value {
        json!({
            "oauth": self.oauth_url(),
            "client_id": self.client_id(),
            "client_secret": self.client_secret(),
            "portals": self.portals().iter().map(describe_portal).collect::<Vec<_>>(),
        })
    }
}

fn describe_portal(portal: &Portal) -> Value {
    let contacts = portal.contact_ids();
    let users: Vec<Value> = portal
        .users()
        .into_iter()
        .map(|user| {
            let pair = portal.mint_pair(user.id);
            json!({
                "id": user.id,
                "name": format!("{} {}", user.name, user.last_name),
                "admin": user.admin,
                "access_token": pair.access_token,
                "refresh_token": pair.refresh_token,
            })
        })
        .collect();
    json!({
        "domain": portal.domain(),
        "member_id": portal.member_id(),
        "webhook_url": portal.webhook_url(1),
        "users": users,
        "first_contact_id": contacts.first(),
        "contacts": contacts.len(),
    })
}
