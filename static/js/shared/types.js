// @ts-check
// The types that several modules share. No code. First the API's answers: a test compares them with real answers of the
// service. Below them the page's own types, and the used part of the portal's library.

/**
 * @typedef {object} Contact
 * @property {number} id
 * @property {string} name
 * @property {string[]} phones
 * @property {string[]} emails
 * @property {string | null} company
 * @property {string | null} created_at
 * @property {string | null} modified_at
 * @property {string | null} last_activity_at
 * @property {string | null} source
 * @property {number} [deals] only if the request asks for it
 * @property {number | null} assigned_by
 * @property {string | null} assigned_by_name
 * @property {string} url
 */

/**
 * What is linked to a contact. null: not known.
 * @typedef {object} Related
 * @property {number | null} deals
 * @property {number | null} companies
 * @property {number | null} activities
 */

/** @typedef {Contact & { related: Related, open_deals: number | null }} ContactDetail */

/**
 * A page of the list.
 * @typedef {object} ContactPage
 * @property {Contact[]} items
 * @property {number | null} total
 * @property {number | null} next
 * @property {boolean} [sorted] false if the portal did not follow the order
 * @property {boolean} [cut] whether more contacts match than this order can show
 */

/** @typedef {{ id: number, outcome: string, job_id: number | null }} DeleteAnswer */

/**
 * The conditions of a list, named as in the API. Times are in UTC. On the page and in saved filters a date may also be
 * relative to today ("P2Y").
 * @typedef {object} ContactFilter
 * @property {string} [search]
 * @property {string} [created_from]
 * @property {string} [created_to]
 * @property {string} [no_activity_since]
 * @property {number} [created_by]
 * @property {number} [assigned_by]
 * @property {string[]} [without]
 * @property {string} [source]
 */

/** @typedef {{ every: "day" | "week" | "month", day: number, hour: number, minute: number }} Schedule */

/**
 * @typedef {object} SavedFilter
 * @property {number} id
 * @property {string} name
 * @property {boolean} shared whether all users of the portal see it
 * @property {ContactFilter} filter
 * @property {number | null} older_than_days
 * @property {string} zone the time zone of its days and hours
 * @property {ContactFilter | null} query the filter with the dates of today
 * @property {Schedule | null} schedule only administrators get it
 * @property {string | null} next_at
 * @property {string | null} paused why it prepares no drafts
 * @property {number} owner
 * @property {number | null} last_job
 * @property {number | null} open_job no other draft is prepared until this job has ended
 */

/** @typedef {{ items: SavedFilter[] }} SavedFilterPage */

/** @typedef {"collecting" | "draft" | "queued" | "running" | "paused" | "waiting" | "verifying" | "done" | "cancelled" | "failed"} JobState */

/** @typedef {"deleted" | "restored" | "gone" | "denied" | "protected" | "failed" | "pending" | "cancelled"} Outcome */

/**
 * A deletion of many contacts, or a restore.
 * @typedef {object} Job
 * @property {number} id
 * @property {number | null} number the number that people see
 * @property {"delete" | "restore"} kind
 * @property {boolean} single one contact, deleted at once
 * @property {JobState} state
 * @property {string | null} reason
 * @property {number} total
 * @property {number} deleted
 * @property {number} gone
 * @property {number} denied
 * @property {number} protected
 * @property {number} failed
 * @property {number} pending
 * @property {number} cancelled
 * @property {number} restored
 * @property {number | null} verified
 * @property {number} created_by
 * @property {string} created_at
 * @property {string | null} started_at
 * @property {string | null} finished_at
 * @property {string | null} expires_at
 * @property {string | null} resumes_at
 * @property {string | null} paused_at
 * @property {number | null} paused_by
 * @property {number | null} rate contacts per second
 * @property {number | null} eta_seconds
 * @property {boolean} include_open_deals
 * @property {number | null} source_job the job whose contacts this job restores
 * @property {number | null} source_number its number
 * @property {Restore[]} restores the jobs that restore this job's contacts
 * @property {string | null} snapshot_until
 * @property {number | null} saved_filter the saved filter that prepared this draft
 * @property {boolean} keeps_snapshot whether copies of the contacts are kept
 * @property {number} restorable how many contacts can still be restored
 * @property {string | null} reference the request number that the deletion is recorded under
 */

/** @typedef {{ id: number, number: number | null, restored: number, is_over: boolean }} Restore */

/** @typedef {{ items: Job[], next: number | null }} JobPage */

/**
 * @typedef {object} JobItem
 * @property {number} contact_id
 * @property {Outcome} outcome
 * @property {string} [code]
 * @property {string} [message]
 * @property {string} [portal_says] the portal's own text for a refusal
 * @property {number} [new_id]
 * @property {number} [twin_id]
 * @property {string} [settled_at]
 * @property {string} [name]
 * @property {number} [deal_id] the open deal because of which the contact was kept
 */

/** @typedef {{ items: JobItem[], next: number | null }} JobItemPage */

/**
 * What a deletion affects. Without `exact` the numbers are minimums.
 * @typedef {object} Impact
 * @property {number} total
 * @property {SampleContact[]} sample
 * @property {number} with_open_deals
 * @property {number} with_deals
 * @property {number} with_company
 * @property {number} with_activities
 * @property {number} unknown contacts whose deals the user may not see
 * @property {number} missing ids that were not found or that the user may not see
 * @property {number} protected
 * @property {number} counted contacts that are counted completely
 * @property {boolean} exact
 */

/** @typedef {Contact & { kept: "open_deals" | "deals_unknown" | null }} SampleContact */

/**
 * @typedef {object} Settings
 * @property {"everyone" | "administrators" | "chosen"} who_may_delete
 * @property {number[]} chosen_users
 * @property {"crm.contact.delete" | "crm.item.delete"} method
 * @property {number} confirm_from
 * @property {number} max_contacts_per_job
 * @property {number} [max_contacts_per_day] missing if there is no limit
 * @property {"keep" | "ask" | "delete"} open_deals
 * @property {number} snapshot_days
 * @property {{ contact_card: boolean, contact_list: boolean, contact_toolbar?: boolean }} widgets
 * @property {number} audit_days
 * @property {number} request_log_days
 */

/**
 * More about an entry of the history: the settings that were changed, the numbers of a job, and so on.
 * @typedef {object} AuditDetail
 * @property {Record<string, unknown>} [before]
 * @property {Record<string, unknown>} [after]
 * @property {"delete" | "restore"} [kind]
 * @property {boolean} [draft]
 * @property {number | null} [number] the number of the job
 * @property {number} [total]
 * @property {number} [deleted]
 * @property {number} [restored]
 * @property {number} [gone]
 * @property {number} [protected]
 * @property {number} [denied]
 * @property {number} [failed]
 * @property {number} [cancelled]
 * @property {number} [verified]
 * @property {string | null} [set_sha256]
 * @property {number} [filter] the id of a saved filter
 * @property {number} [copies] how many copies were deleted
 * @property {number} [names] how many names a report contains
 */

/**
 * One entry of the history.
 * @typedef {object} AuditLine
 * @property {number} id
 * @property {string} created_at
 * @property {number | null} user_id
 * @property {string} action
 * @property {string} outcome
 * @property {number | null} contact_id
 * @property {string | null} contact_outcome
 * @property {number | null} job_id
 * @property {number | null} job_number
 * @property {boolean} restorable whether this deletion of one contact can be undone
 * @property {AuditDetail | null} detail
 * @property {string} request_id
 */

/** @typedef {{ items: AuditLine[], next: number | null }} AuditPage */

/** @typedef {{ deleted: number, restored: number, kept: number, failed: number }} ContactSums */

/**
 * @typedef {object} Overview
 * @property {(ContactSums & { from: string })[]} weeks
 * @property {(ContactSums & { user_id: number | null })[]} people
 * @property {string} picture a chart as SVG
 */

/**
 * One call to the portal.
 * @typedef {object} LoggedCall
 * @property {number} id
 * @property {string} time
 * @property {number | null} user_id
 * @property {string} method
 * @property {Record<string, number>} commands
 * @property {string} parameters the names of the parameters
 * @property {string} outcome
 * @property {number | null} status
 * @property {string | null} error
 * @property {number | null} refused
 * @property {number} milliseconds
 * @property {number} attempt
 * @property {string} request_id
 */

/** @typedef {{ items: LoggedCall[], next: number | null }} LoggedCallPage */

/**
 * The state of the installation.
 * @typedef {object} Installation
 * @property {string} domain
 * @property {string} installed_at
 * @property {number | null} installed_by
 * @property {string} licence
 * @property {string[]} scopes
 * @property {string[]} missing_scopes
 * @property {Record<string, "bound" | "missing" | "off" | "unknown">} features
 * @property {{ alive: number, gone: number }} authorizations
 * @property {PortalLimits} limits
 */

/**
 * @typedef {object} PortalLimits
 * @property {number} calls_at_once
 * @property {number} calls_per_second
 * @property {{ method: string, left_seconds: number, blocked_until: string | null }[]} running_time
 * @property {{ error: string, calls: number, last: string }[]} met
 */

/** @typedef {{ id: number, name: string, active: boolean }} Person a user of the portal */

/**
 * @typedef {object} PersonPage
 * @property {Person[]} items
 * @property {boolean} readable whether the app may read names
 */

/** @typedef {{ code: string, name: string }} Source */

/** @typedef {{ items: Source[] }} SourcePage */

/**
 * @typedef {object} IdListColumn
 * @property {number} index counted from 1
 * @property {string} name its heading, may be empty
 * @property {string[]} sample its first values
 */

/**
 * What the service read in a list of ids.
 * @typedef {object} IdList
 * @property {"list" | "table"} kind
 * @property {IdListColumn[]} columns
 * @property {number | null} column the index of the column with the ids
 * @property {"column" | null} needs what the person has to choose
 * @property {number[]} ids without repetitions
 * @property {number} repeated
 * @property {{ row: number, value: string, reason: string, text: string }[]} problems the first problems
 * @property {number} problem_count
 */

/** @typedef {{ session: string, expires_at: number, user_id: number }} SessionAnswer */

/**
 * @typedef {object} ProblemAnswer
 * @property {string} type
 * @property {number} status
 * @property {string} code
 * @property {string} title
 * @property {string} detail
 * @property {string} request_id
 * @property {{ field: string, detail: string }[]} [errors] the invalid fields of the settings
 * @property {Settings} [current] the saved settings after a conflict
 * @property {string} [reason] why a list of ids could not be read
 */

/**
 * The data that the server wrote into the page. The installer's page may have no session.
 * @typedef {object} Boot
 * @property {string} [session]
 * @property {number} [expires_at]
 * @property {string} [member_id]
 * @property {string} [portal_domain]
 * @property {string} [portal_origin]
 * @property {number} [user_id]
 * @property {boolean} [admin]
 * @property {string} [user_name]
 * @property {number | null} [contact_id]
 * @property {string} language
 * @property {Record<string, string | Record<string, string>>} messages a text, or one text for each plural category
 */

/** @typedef {Pick<Settings, "confirm_from" | "max_contacts_per_job" | "open_deals" | "snapshot_days">} DeletionSettings */

/**
 * What a notice shows. `stays`: it does not disappear by itself. `action`: a button, whose answer replaces the content.
 * @typedef {object} NoticeContent
 * @property {"success" | "error" | "info"} kind
 * @property {string} title
 * @property {string} [text]
 * @property {string} [requestId]
 * @property {boolean} [stays]
 * @property {{ label: string, href: string }} [link]
 * @property {{ label: string, run: () => Promise<NoticeContent> }} [action] must not throw
 */

/**
 * What the person chose for the deletion of one contact. `days`: how long the copy is kept.
 * @typedef {{ includeOpenDeals: boolean, keepsCopy: boolean | null, days: number }} DeleteChoices
 */

/**
 * @typedef {object} PortalAuth
 * @property {string} [access_token]
 * @property {string} [refresh_token]
 * @property {number | string} [expires_in] BX24.js: the end in milliseconds since 1970
 * @property {string} [domain]
 * @property {string} [member_id]
 */

/**
 * The portal's library. Functions that a copy lacks are undefined.
 * @typedef {object} PortalLibrary
 * @property {(ready: () => void) => void} init
 * @property {() => void} [installFinish]
 * @property {(done: (auth: PortalAuth | false) => void) => void} [refreshAuth]
 * @property {(width: number, height: number, done?: () => void) => void} [resizeWindow]
 * @property {(done?: () => void) => void} [fitWindow]
 * @property {(title: string, done?: () => void) => void} [setTitle]
 * @property {(path: string, done?: (answer: OpenPathAnswer) => void) => void} [openPath]
 * @property {{ call?: (command: string, parameters: object, done?: (answer: OpenPathAnswer) => void) => void, info?: () => { options?: unknown } | undefined }} [placement]
 * @property {(done: (user: { id?: number | string, name?: string } | undefined) => void) => void} [selectUser]
 * @property {(done: (users: { id?: number | string, name?: string }[] | Record<string, { id?: number | string, name?: string }> | undefined) => void) => void} [selectUsers]
 * @property {{ get?: (name: string) => unknown, set?: (name: string, value: string) => void }} [userOption]
 * @property {() => void} [reloadWindow]
 * @property {() => void} [closeApplication]
 */

/** @typedef {{ result?: string, errorCode?: string } | undefined} OpenPathAnswer */

export {};
