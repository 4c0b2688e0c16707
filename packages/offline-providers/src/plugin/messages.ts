/** A value in Terraform's encoding; its type is told by the schema. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

/** The fields of the protocol's requests, of which each call carries some. */
export interface Request {
  readonly type_name: string;
  readonly target_type_name: string;
  readonly id: string;
  readonly config: DynamicValue;
  readonly current_state: DynamicValue;
  readonly prior_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly raw_state: { readonly json: Uint8Array };
  readonly source_state: { readonly json: Uint8Array };
  readonly private: Uint8Array;
  readonly prior_private: Uint8Array;
  readonly planned_private: Uint8Array;
}

/** The fields of a response of the protocol. */
export type Response = Record<string, unknown>;

/**
 * Answers one call of the protocol.
 *
 * @param connection tells the callers apart
 */
export type RpcHandler = (request: Request, connection: string) => Response | Promise<Response>;

/** Handlers by the name of the call that they answer. */
export type RpcHandlers = Record<string, RpcHandler>;
