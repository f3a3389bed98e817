//! The entries that are linked to contacts: companies, deals and activities.

use super::schema::{CONTACT_TYPE, Record};
use crate::php::Php;

/// A company.
#[derive(Debug, Clone)]
pub(crate) struct Company {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) assigned_by: u64,
}

impl Record for Company {
    fn id(&self) -> u64 {
        self.id
    }

    fn value(&self, field: &str) -> Php {
        match field {
            "ID" => self.id.into(),
            "TITLE" => self.title.as_str().into(),
            "COMPANY_TYPE" => "CUSTOMER".into(),
            "ASSIGNED_BY_ID" => self.assigned_by.into(),
            "OPENED" => "Y".into(),
            _ => Php::Null,
        }
    }
}

/// A deal.
#[derive(Debug, Clone)]
pub(crate) struct Deal {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) open: bool,
    pub(crate) amount: f64,
    /// The first is the main contact.
    pub(crate) contact_ids: Vec<u64>,
    pub(crate) company_id: u64,
    pub(crate) assigned_by: u64,
    pub(crate) created_at: f64,
}

impl Deal {
    pub(crate) fn new(id: u64, contact_ids: &[u64], open: bool, now: f64) -> Self {
        Self {
            id,
            title: format!("Deal {id}"),
            open,
            amount: 1000.0,
            contact_ids: contact_ids.to_vec(),
            company_id: 0,
            assigned_by: 1,
            created_at: now,
        }
    }

    pub(crate) fn stage(&self) -> &'static str {
        if self.open { "PREPARATION" } else { "WON" }
    }
}

impl Record for Deal {
    fn id(&self) -> u64 {
        self.id
    }

    fn value(&self, field: &str) -> Php {
        match field {
            "ID" => self.id.into(),
            "TITLE" => self.title.as_str().into(),
            "TYPE_ID" => "SALE".into(),
            "STAGE_ID" => self.stage().into(),
            "STAGE_SEMANTIC_ID" => if self.open { "P" } else { "S" }.into(),
            "CURRENCY_ID" => "USD".into(),
            "OPPORTUNITY" => self.amount.into(),
            "COMPANY_ID" => Some(self.company_id).filter(|id| *id > 0).into(),
            "CONTACT_ID" => self.contact_ids.first().copied().into(),
            "CONTACT_IDS" => Php::list(self.contact_ids.iter().copied()),
            "OPENED" => "Y".into(),
            "CLOSED" => if self.open { "N" } else { "Y" }.into(),
            "ASSIGNED_BY_ID" | "CREATED_BY_ID" => self.assigned_by.into(),
            "DATE_CREATE" | "DATE_MODIFY" => self.created_at.into(),
            "CATEGORY_ID" => 0_i64.into(),
            _ => Php::Null,
        }
    }
}

/// An activity: a call, a meeting, a task.
#[derive(Debug, Clone)]
pub(crate) struct Activity {
    pub(crate) id: u64,
    pub(crate) subject: String,
    /// The type and number of each linked entry. The first is the owner.
    pub(crate) bindings: Vec<(u64, u64)>,
    pub(crate) responsible: u64,
    pub(crate) created_at: f64,
}

impl Activity {
    pub(crate) fn new(id: u64, contact_id: u64, now: f64) -> Self {
        Self {
            id,
            subject: format!("Call {id}"),
            bindings: vec![(CONTACT_TYPE, contact_id)],
            responsible: 1,
            created_at: now,
        }
    }
}

impl Record for Activity {
    fn id(&self) -> u64 {
        self.id
    }

    fn value(&self, field: &str) -> Php {
        match field {
            "ID" => self.id.into(),
            "OWNER_TYPE_ID" => self.bindings.first().map(|bound| bound.0).into(),
            "OWNER_ID" => self.bindings.first().map(|bound| bound.1).into(),
            "TYPE_ID" => 2_i64.into(),
            "SUBJECT" => self.subject.as_str().into(),
            "COMPLETED" => "N".into(),
            "RESPONSIBLE_ID" => self.responsible.into(),
            "CREATED" | "DEADLINE" => self.created_at.into(),
            _ => Php::Null,
        }
    }
}
