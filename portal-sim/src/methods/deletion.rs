//! Deleting a contact, the old way and the new one, with what each says when it cannot.
//! The old one casts its id as PHP does, and hides from ordinary users whether a contact exists
//! (`yuliai/bitrix-modules crm/lib/entity/compatibility/adapter/permissions.php`).

use std::time::Duration;

use super::{configured_cost, id_param};
use crate::crm::{CONTACT_TYPE, DEAL_TYPE};
use crate::events;
use crate::lock;
use crate::php::{Php, PhpArray, int};
use crate::portal::{Deletion, Incident, Portal};
use crate::rest::{Outcome, RestError, Session, read_command};

/// The contact that a call wants deleted.
fn target(method: &str, params: &PhpArray) -> Option<u64> {
    match method {
        "crm.contact.delete" => u64::try_from(id_param(params)).ok().filter(|id| *id > 0),
        "crm.item.delete" if params.get("entityTypeId").map_or(0, int) == 3 => {
            u64::try_from(params.get("id").map_or(0, int)).ok()
        }
        _ => None,
    }
}

/// Counts which deletions a request asks for, on its own or as a batch, whatever becomes of it.
pub(crate) fn note_requests(portal: &Portal, method: &str, params: &PhpArray) {
    let mut asked = Vec::new();
    if method == "batch" {
        let commands = params.get("cmd").and_then(Php::as_array).into_iter().flat_map(PhpArray::values);
        for command in commands {
            let Php::Str(command) = command else { continue };
            let (name, params) = read_command(command);
            asked.extend(target(&name, &params));
        }
    } else {
        asked.extend(target(method, params));
    }
    let mut data = lock(&portal.core.data);
    for id in asked {
        *data.delete_requests.entry(id).or_default() += 1;
    }
}

/// How long the call takes; deleting what is not there takes no time.
pub(crate) fn cost(session: &Session, params: &PhpArray) -> Duration {
    let nothing_to_do = target(&session.method, params)
        .is_some_and(|id| lock(&session.portal.core.data).crm.contact(id).is_none());
    if nothing_to_do { Duration::ZERO } else { configured_cost(session, &session.method) }
}

/// `crm.contact.delete`.
pub(super) fn delete_contact(session: &mut Session, params: &PhpArray) -> Outcome {
    let Some(id) = u64::try_from(id_param(params)).ok().filter(|id| *id > 0) else {
        return Err(RestError::nameless("ID is not defined or invalid."));
    };
    let core = std::sync::Arc::clone(&session.portal.core);
    let mut data = lock(&core.data);
    *data.delete_runs.entry(id).or_default() += 1;
    let user = data.acting(session.access.user_id);
    let responsible = data.crm.contact(id).map(|contact| contact.assigned_by);
    let allowed =
        responsible.map_or_else(|| user.may_delete_all(), |responsible| user.may_delete(responsible));
    if !allowed {
        return Err(RestError::access_denied());
    }
    // Only a deletion that passes its check of rights clears what an earlier one left behind.
    session.exception = None;
    if responsible.is_none() {
        return Err(RestError::lingering(&format!("Contact {id} is not found")));
    }
    if let Some(why) = session.refusal.take() {
        return Err(RestError::lingering(&why));
    }
    data.crm.remove_contact(id);
    data.deletions.push(deletion(session, id));
    drop(data);
    events::send_contact(&session.portal, "ONCRMCONTACTDELETE", id, session.access.user_id);
    session.portal.note(Incident::Deletion);
    Ok(true.into())
}

/// `crm.item.delete`: an empty array is its success.
pub(super) fn delete_item(session: &mut Session, params: &PhpArray) -> Outcome {
    let kind = u64::try_from(params.get("entityTypeId").map_or(0, int)).unwrap_or_default();
    let id = u64::try_from(params.get("id").map_or(0, int)).unwrap_or_default();
    let core = std::sync::Arc::clone(&session.portal.core);
    let mut data = lock(&core.data);
    if kind == CONTACT_TYPE {
        *data.delete_runs.entry(id).or_default() += 1;
    }
    let user = data.acting(session.access.user_id);
    let responsible = match kind {
        CONTACT_TYPE => data.crm.contact(id).map(|contact| contact.assigned_by),
        DEAL_TYPE => data.crm.deals.get(&id).map(|deal| deal.assigned_by),
        _ => return Err(RestError::new(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported")),
    };
    let responsible = responsible.ok_or_else(|| RestError::new(400, "NOT_FOUND", "Item was not found"))?;
    if !user.may_read(responsible) {
        return Err(RestError::new(400, "ACCESS_DENIED", "Access denied"));
    }
    if !user.may_delete(responsible) {
        let text = "You do not have permission to delete this item";
        return Err(RestError::new(400, "CRM_ITEM_DELETE_ACCESS_DENIED", text));
    }
    if let Some(why) = session.refusal.take() {
        return Err(RestError::lingering(&why));
    }
    if kind == DEAL_TYPE {
        data.crm.deals.remove(&id);
        return Ok(Php::empty().into());
    }
    data.crm.remove_contact(id);
    data.deletions.push(deletion(session, id));
    drop(data);
    events::send_contact(&session.portal, "ONCRMCONTACTDELETE", id, session.access.user_id);
    session.portal.note(Incident::Deletion);
    Ok(Php::empty().into())
}

fn deletion(session: &Session, contact_id: u64) -> Deletion {
    Deletion {
        contact_id,
        user_id: session.access.user_id,
        access_token_or_webhook: session.access.secret.clone(),
        method: session.method.clone(),
        at: session.portal.world.clock.now(),
    }
}
