//! `crm.item.*` for contacts (3) and deals (2): names in camel case, numbers as numbers, and a filter that
//! refuses what it does not know (`yuliai/bitrix-modules crm/lib/controller/validator/filter.php`).

use std::collections::BTreeMap;

use super::id_param;
use crate::clock::iso;
use crate::crm::{CONTACT_TYPE, Contact, DEAL_TYPE, Deal, Kind, PAGE_SIZE, Record, Start, page_of};
use crate::lock;
use crate::php::{Php, PhpArray, int, php, text, truthy};
use crate::rest::{Outcome, Reply, RestError, Session};

mod filter;
mod names;

use filter::Tree;
use names::{Name, names_of};

fn entity_type(params: &PhpArray) -> Result<u64, RestError> {
    let kind = u64::try_from(params.get("entityTypeId").map_or(0, int)).unwrap_or_default();
    if [DEAL_TYPE, CONTACT_TYPE].contains(&kind) {
        Ok(kind)
    } else {
        Err(RestError::new(400, "ENTITY_TYPE_NOT_SUPPORTED", "Entity type is not supported"))
    }
}

pub(super) fn list(session: &mut Session, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    if !user.may_read_any() {
        return Err(RestError::new(400, "ACCESS_DENIED", "Access denied"));
    }
    let query = Query::parse(kind, params)?;
    if kind == DEAL_TYPE {
        let visible = |deal: &Deal| user.may_read(deal.assigned_by);
        query.answer(query.rows(&data.crm.deals, visible), |_| Php::Null)
    } else {
        let visible = |contact: &Contact| user.may_read(contact.assigned_by);
        query.answer(query.rows(&data.crm.contacts, visible), multi_fields)
    }
}

pub(super) fn get(session: &mut Session, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let data = lock(&session.portal.core.data);
    let user = data.acting(session.access.user_id);
    let id = u64::try_from(id_param(params)).unwrap_or_default();
    let not_found = || RestError::new(400, "NOT_FOUND", "Item was not found");
    let (responsible, mut item) = if kind == DEAL_TYPE {
        let deal = data.crm.deals.get(&id).ok_or_else(not_found)?;
        (deal.assigned_by, item(kind, deal, None))
    } else {
        let contact = data.crm.contacts.get(&id).ok_or_else(not_found)?;
        let mut item = item(kind, contact, None);
        item.array_mut().set("fm", multi_fields(contact));
        (contact.assigned_by, item)
    };
    if !user.may_read(responsible) {
        return Err(RestError::new(400, "ACCESS_DENIED", "Access denied"));
    }
    item.array_mut().set("entityTypeId", kind);
    Ok(php! { "item" => item }.into())
}

pub(super) fn add(session: &mut Session, params: &PhpArray) -> Outcome {
    let kind = entity_type(params)?;
    let Some(fields) = params.get("fields").and_then(Php::as_array) else {
        return Err(RestError::argument("fields", "Argument 'fields' must be array"));
    };
    let now = session.portal.world.clock.now();
    let user_id = session.access.user_id;
    let mut data = lock(&session.portal.core.data);
    let item = if kind == DEAL_TYPE {
        let mut deal = deal_from(data.crm.next_deal_id(), fields, now);
        deal.assigned_by = user_id;
        let shown = item(kind, &deal, None);
        data.crm.insert_deal(deal);
        shown
    } else {
        let mut contact = Contact::new(data.crm.next_contact_id(), user_id, now);
        contact.assign(&upper_case(kind, fields), false);
        let id = data.crm.insert_contact(contact);
        data.crm.contacts.get(&id).map_or(Php::Null, |contact| item(kind, contact, None))
    };
    Ok(php! { "item" => item }.into())
}

fn deal_from(id: u64, fields: &PhpArray, now: f64) -> Deal {
    let number = |value: &Php| u64::try_from(int(value)).unwrap_or_default();
    let bound =
        fields.get("contactIds").and_then(Php::as_array).map(|ids| ids.values().map(number).collect());
    let primary = || fields.get("contactId").map(number).into_iter().collect::<Vec<u64>>();
    let closed = fields.get("closed").is_some_and(|closed| text(closed) == "Y" || *closed == Php::Bool(true));
    let mut deal = Deal::new(id, &bound.unwrap_or_else(primary), !closed, now);
    if let Some(title) = fields.get("title").filter(|title| truthy(title)) {
        deal.title = text(title);
    }
    deal
}

fn upper_case(kind: u64, fields: &PhpArray) -> PhpArray {
    let mut upper = PhpArray::default();
    for (name, value) in fields.iter() {
        if let Some(known) = names_of(kind).iter().find(|known| known.camel == name) {
            upper.set(known.column, value.clone());
        }
    }
    for multi in fields.get("fm").and_then(Php::as_array).into_iter().flat_map(PhpArray::values) {
        let part = |name: &str| multi.get(name).cloned().unwrap_or(Php::Null);
        let entry = php! { "VALUE" => part("value"), "VALUE_TYPE" => part("valueType") };
        upper.slot(text(&part("typeId"))).array_mut().push(entry);
    }
    upper
}

/// A parsed list request.
struct Query {
    kind: u64,
    tree: Tree,
    order: Vec<(&'static Name, bool)>,
    start: Start,
    select: Option<Vec<String>>,
    with_multi: bool,
}

impl Query {
    fn parse(kind: u64, params: &PhpArray) -> Result<Self, RestError> {
        let filter = params.get("filter").and_then(Php::as_array);
        let select = params.get("select").and_then(Php::as_array);
        let select: Vec<String> = select.map(|names| names.values().map(text).collect()).unwrap_or_default();
        let all = select.iter().any(|name| name == "*");
        let order = params.get("order").and_then(Php::as_array);
        let order = order.into_iter().flat_map(PhpArray::iter).filter_map(|(name, way)| {
            let known = names_of(kind).iter().find(|known| known.camel == name)?;
            Some((known, !text(way).eq_ignore_ascii_case("desc")))
        });
        Ok(Self {
            kind,
            tree: Tree::parse(kind, filter)?,
            order: order.collect(),
            start: Start::parse(params),
            with_multi: all,
            select: (!all && !select.is_empty()).then_some(select),
        })
    }

    /// Those entries that match, by their numbers; no more than a page where nobody counts.
    fn rows<'a, R: Record>(&self, all: &'a BTreeMap<u64, R>, visible: impl Fn(&R) -> bool) -> Vec<&'a R> {
        let ascending =
            self.order.is_empty() || matches!(self.order[..], [(name, true)] if name.column == "ID");
        let most = if ascending && self.start == Start::Uncounted { PAGE_SIZE } else { usize::MAX };
        let from = self.tree.lower_bound() + 1;
        let candidates = all.range(from..).map(|(_, row)| row);
        candidates.filter(|row| visible(row) && self.tree.matches(*row)).take(most).collect()
    }

    fn answer<R: Record>(&self, mut rows: Vec<&R>, multi: impl Fn(&R) -> Php) -> Outcome {
        for (name, ascending) in self.order.iter().rev() {
            rows.sort_by_key(|row| SortKey(row.value(name.column)));
            if !ascending {
                rows.reverse();
            }
        }
        let page = page_of(rows, self.start);
        let items = page.rows.iter().map(|row| {
            let mut shown = item(self.kind, *row, self.select.as_deref());
            if self.with_multi && self.kind == CONTACT_TYPE {
                shown.array_mut().set("fm", multi(row));
            }
            shown
        });
        let result = php! { "items" => Php::list(items) };
        Ok(Reply { result, next: page.next, total: Some(page.total) })
    }
}

/// Values of one column, which are all of one kind.
#[derive(PartialEq)]
struct SortKey(Php);

impl Eq for SortKey {}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        match (&self.0, &other.0) {
            (Php::Int(a), Php::Int(b)) => a.cmp(b),
            (Php::Float(a), Php::Float(b)) => a.total_cmp(b),
            (a, b) => text(a).to_lowercase().cmp(&text(b).to_lowercase()),
        }
    }
}

fn item(kind: u64, record: &impl Record, select: Option<&[String]>) -> Php {
    let wanted = |name: &&Name| {
        name.camel == "id" || select.is_none_or(|select| select.iter().any(|wanted| wanted == name.camel))
    };
    let pairs = names_of(kind).iter().filter(wanted).map(|name| {
        let value = record.value(name.column);
        let shown = match (name.kind, value) {
            (Kind::Date, Php::Float(unix)) => iso(unix).into(),
            (Kind::Number | Kind::Link, Php::Null) => 0_i64.into(),
            (_, other) => other,
        };
        (name.camel.to_owned(), shown)
    });
    Php::Array(PhpArray::of(pairs.collect()))
}

fn multi_fields(contact: &Contact) -> Php {
    let all = contact.multi.iter().flat_map(|(kind, list)| list.iter().map(move |multi| (*kind, multi)));
    Php::list(all.map(|(kind, multi)| {
        php! {
            "id" => multi.id,
            "typeId" => kind,
            "valueType" => multi.value_type.as_str(),
            "value" => multi.value.as_str(),
        }
    }))
}
