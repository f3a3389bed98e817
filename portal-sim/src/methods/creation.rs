//! Adding a contact, which `crm.contact.add` and `crm.item.add` share.

use super::context::Context;
use super::error::RestError;
use crate::crm::{Contact, WriteMode};
use crate::php::PhpArray;
use crate::world::{Addition, Occurrence};

/// Adds a contact as the caller. A user who may only add own contacts cannot make another user responsible.
pub(super) fn create_contact(
    context: &mut Context<'_>,
    fields: &PhpArray,
    mode: WriteMode,
) -> Result<u64, RestError> {
    let (now, user_id) = (context.portal.now(), context.caller.user_id);
    let mut data = context.data();
    let mut contact = Contact::new(data.crm.next_contact_id(), user_id, now);
    contact.assign(fields, mode);
    if !context.user(&data).may_add(contact.assigned_by) {
        return Err(RestError::without_code("Access denied"));
    }
    context.ask_handlers()?;
    if ["NAME", "LAST_NAME"].iter().all(|name| contact.text(name).trim().is_empty()) {
        contact.set("LAST_NAME", format!("Contact #{}", contact.id));
    }
    let origin = Some(contact.text("ORIGIN_ID").to_owned()).filter(|origin| !origin.is_empty());
    let id = data.crm.insert_contact(contact);
    data.additions.push(Addition {
        contact_id: id,
        user_id,
        method: context.method.to_owned(),
        at: now,
        origin,
    });
    drop(data);
    context.portal.send_contact_event("ONCRMCONTACTADD", id, user_id);
    context.portal.report(Occurrence::Addition);
    Ok(id)
}
