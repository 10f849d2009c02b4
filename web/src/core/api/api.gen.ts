// Made from /openapi.json by `make api`; change the server's types instead.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export type components = {
    schemas: {
        /**
         * @description ``heads`` of them off. ``right`` among the labels and ``form``, the probability of all
         *     labels; both also as the change from no head off, question by question.
         */
        Ablation: {
            /** @enum {string} */
            ablating: "zero" | "mean";
            by: ("answers" | "prefix" | "previous") | "random";
            form: components["schemas"]["Interval"];
            form_change: components["schemas"]["Interval"];
            heads: number;
            right: components["schemas"]["Interval"];
            right_change: components["schemas"]["Interval"];
            share: number;
        };
        Added: {
            id: string;
        };
        Allowed: {
            allowed: number;
            bits: string;
            vocabulary: number;
        };
        AllowedBody: {
            constraint: components["schemas"]["ConstraintBody"];
            model: string;
            precision?: ("int8" | "fp32") | null;
        };
        Alternative: {
            id: number;
            p: number;
            text: string;
        };
        AnswerBody: {
            answer: string;
            guess: number;
        };
        /**
         * @description ``count``: how many rows expect the answer. ``like``: the answer that more rows expect, or
         *     an earlier one, from which it differs ``by`` its writing alone; ``places`` is then where it
         *     stands, in rows of a file from 1, among the items of a plan from 0.
         */
        AnswerCount: {
            answer: string;
            by: ("spaces" | "signs" | "composition" | "width" | "case")[];
            count: number;
            like: string | null;
            places: number[];
        };
        /** @description ``given``: as the request has it. ``constraint``: None for a plain text. */
        AnswerFormat: {
            constraint?: components["schemas"]["Constraint"] | null;
            given: {
                [key: string]: unknown;
            };
        };
        AppliedTemplate: {
            prompt: string;
        };
        /**
         * @description The vector at ``hidden_states.layer``, which is after layer ``layer`` - 1, counted from 0; on
         *     the half that a layer is chosen on, and on the half that it is judged on.
         */
        AtLayer: {
            choosing: components["schemas"]["Outcome"];
            judged: components["schemas"]["Outcome"];
            layer: number;
        };
        /**
         * @description The tokens `from` no longer look at the tokens `to`; without `from` no other token does,
         *     those that are written included. In all layers and all heads, but where one is named. `point`:
         *     blocks.L.attn.hook_pattern.
         */
        AttentionBody: {
            from?: number[] | null;
            head?: number | null;
            /** @constant */
            kind: "attention";
            /** @description From 0; or say it by `point`. */
            layer?: number | null;
            /** @description A place by TransformerLens's name. */
            point?: string | null;
            to: number[];
        };
        /** @description A head, layer and head from 0, and a token that it reads. */
        AttentionEdgeBody: {
            head: number;
            layer: number;
            token: number;
        };
        /**
         * @description The ``logit`` of ``target`` after token ``row``, before a cap that the model may have, is the
         *     sum of ``constant`` (biases of the last norm and the head), ``embedding``, each of ``heads``
         *     [layer][head], ``attention_biases`` [layer] and ``feed_forward`` [layer]. Where both parts of a
         *     layer add their biases to one sum, that of attention is told apart all the same. ``sources``:
         *     those of all heads' parts that add or take away most, the largest first; all of a head's are
         *     together what it adds, but for a head that is replaced by its mean, which brings nothing.
         *
         *     Behind a ``path`` the parts are those that stand at the token which its last head read, of the
         *     layers before that head's, and sum to what that head ``added`` by it; ``constant`` has the
         *     biases of the layer's norm and of the value.
         */
        Attribution: {
            attention_biases: number[];
            constant: number;
            embedding: number;
            feed_forward: number[];
            heads: number[][];
            logit: number;
            path: components["schemas"]["Source"][];
            row: number;
            sources: components["schemas"]["Source"][];
            target: components["schemas"]["NamedToken"];
        };
        /** @description How many gave an answer; an empty one stands for all answers without a bar of their own. */
        Bar: {
            answer: string;
            count: number;
        };
        Batch: {
            cancelled_at: number | null;
            cancelling_at: number | null;
            completed_at: number | null;
            completion_window: string;
            created_at: number;
            endpoint: string;
            error_file_id: string | null;
            errors: Record<string, unknown> | null;
            expired_at: number | null;
            expires_at: number | null;
            failed_at: number | null;
            finalizing_at: number | null;
            id: string;
            in_progress_at: number | null;
            input_file_id: string;
            metadata: {
                [key: string]: string;
            } | null;
            /** @constant */
            object: "batch";
            output_file_id: string | null;
            request_counts: {
                completed: number;
                failed: number;
                total: number;
            };
            /** @enum {unknown} */
            status: "in_progress" | "completed" | "failed" | "cancelled";
        };
        /**
         * @description ``input_file_id``: of a file of lines, a request each. ``completion_window`` is OpenAI's and
         *     ends nothing here.
         */
        BatchBody: {
            /** @constant */
            completion_window: "24h";
            /** @enum {string} */
            endpoint: "/v1/chat/completions" | "/v1/completions" | "/v1/embeddings" | "/v1/responses";
            input_file_id: string;
            metadata?: {
                [key: string]: string;
            } | null;
        };
        Batches: {
            data: components["schemas"]["Batch"][];
            first_id: string | null;
            has_more: boolean;
            last_id: string | null;
            /** @constant */
            object: "list";
        };
        /**
         * @description ``baseline``: the logarithm of the label's mean probability after the content-free prompts.
         *     ``shares``: softmax of the labels' ``scores``, by each measure; they sum to 1 over all labels.
         */
        BatchLabel: {
            baseline: number | null;
            ids: number[];
            scores: components["schemas"]["Measures"];
            shares: components["schemas"]["Measures"];
            text: string;
        };
        /**
         * @description ``prompt``, ``prompt_ids``: one of them, as for ``/api/v1/generate``. ``continuation``: token
         *     ids after the prompt, after which the search begins.
         */
        BeamBody: {
            continuation?: number[];
            model: string;
            precision?: ("int8" | "fp32") | null;
            prompt?: string | null;
            prompt_ids?: number[] | null;
            /**
             * @default {
             *       "width": 4,
             *       "max_tokens": 16,
             *       "n": 1,
             *       "alpha": 1,
             *       "normalisation": "length",
             *       "early_stopping": false,
             *       "constraint": null
             *     }
             */
            settings?: components["schemas"]["BeamSettingsBody"];
            stream?: boolean;
        };
        /**
         * @description One token of a beam search's tree. ``parent`` is a node, 0 the prompt; ``logprob`` is the
         *     token's own, ``total`` the sum from the prompt on, in nats. ``removed_mass`` as in ``Token``.
         *
         *     ``fate``: "kept" goes on, "finished" is an answer and has its normalised ``score``, "pruned" was
         *     dropped for better ones. At each step at most as many pruned nodes are reported as the beam is
         *     wide.
         */
        BeamNode: {
            /** @enum {string} */
            fate: "kept" | "finished" | "pruned";
            id: number;
            logprob: number;
            node: number;
            parent: number;
            piece: string;
            removed_mass: number | null;
            score: number | null;
            total: number;
        };
        /**
         * @description ``node`` is its last; ``text`` is without the token that ended it; ``logprob`` the
         *     sum. ``removed_nats`` as in ``Done``, over its own tokens.
         */
        BeamResult: {
            ids: number[];
            logprob: number;
            node: number;
            /** @enum {string} */
            reason: "stop_token" | "stop_text" | "length" | "cancelled";
            removed_nats: number | null;
            score: number;
            text: string;
        };
        /** @description How wide and how far to search. Every field has a default. */
        BeamSettingsBody: {
            alpha?: number;
            constraint?: components["schemas"]["ConstraintBody"] | null;
            early_stopping?: boolean;
            max_tokens?: number;
            n?: number;
            /** @enum {string} */
            normalisation?: "length" | "gnmt";
            width?: number;
        };
        /** @description What one step of a beam search looked at, likeliest first. ``index`` counts from 0. */
        BeamStep: {
            index: number;
            lane: string;
            nodes: components["schemas"]["BeamNode"][];
            /** @constant */
            type: "beam";
        };
        /**
         * @description ``name``: owner/name, as ``shotglass import hf:owner/name`` takes it. ``bytes``: of its
         *     weights. ``family``: the ``model_type`` of its config.json.
         */
        CachedModel: {
            bytes: number;
            commit: string;
            family: string;
            name: string;
        };
        /** @description The comparison of calibrated and plain answers in one cell, which is given by its place. */
        Calibration: {
            cell: number;
            difference: components["schemas"]["Difference"];
        };
        /** @description ``arguments``: a JSON object as text. */
        CalledFunction: {
            arguments: string;
            name: string;
        };
        /** @description A call that an earlier answer made. */
        CalledTool: {
            function: components["schemas"]["CalledFunction"];
            id: string;
            /** @constant */
            type: "function";
        };
        /** @description ``logprob`` in nats over the whole vocabulary; rank 0 is the likeliest token. */
        Candidate: {
            id: number;
            logprob: number;
            p: number;
            rank: number;
            text: string;
        };
        /**
         * @description A task with ``k`` examples, and how it is answered.
         *
         *     ``items``: the questions, else those of the prompt object. ``shot_set``: where the examples come
         *     from; or ``pool``: so many of the items, chosen by the seed, are examples and are not asked,
         *     ``balanced`` over the answers unless that is false. ``exact``: whether the answers of ``items``
         *     are exact texts; else they begin with a space where the template asks for one.
         *     ``questions``: so many items are judged. ``only_cost``: tell what it would cost, and end.
         */
        CauseBody: {
            balanced?: boolean;
            exact?: boolean;
            items?: components["schemas"]["ItemBody"][];
            k?: number;
            model: string;
            only_cost?: boolean;
            pool?: number;
            precision?: ("int8" | "fp32") | null;
            prompt: components["schemas"]["Prompt"];
            questions?: number;
            seed?: number;
            shot_set?: string | null;
            stream?: boolean;
        };
        CauseEvent: components["schemas"]["Waiting"] | components["schemas"]["CausesPlanned"] | components["schemas"]["CausesProgress"] | components["schemas"]["ExamplesFound"] | components["schemas"]["HeadsFound"] | components["schemas"]["VectorsFound"] | components["schemas"]["Failed"] | components["schemas"]["End"];
        /**
         * @description ``model`` is run in fp32; digests of its explain graph and weights. ``fitted`` and
         *     ``judged``: places of the items that something is taken from, and that it is judged on;
         *     ``examples``: those that are shown before each, in their first order.
         *     ``runs`` of texts that have ``tokens`` in all; ``seconds`` are those of this machine, where some
         *     of the very texts were timed; ``alike`` as that of a measurement.
         */
        CausesPlanned: {
            alike: components["schemas"]["AnswerCount"][];
            examples: components["schemas"]["Example"][];
            fitted: number[];
            graph: string;
            judged: number[];
            k: number;
            lane: string;
            model: string;
            runs: number;
            seconds: number;
            tokens: number;
            /** @constant */
            type: "planned";
            weights: string[];
        };
        /**
         * @description ``done`` of ``total`` runs. ``seconds_left`` by the speed so far. ``figures``: of what has
         *     been read so far, where there is more of it than the last ones were of; by the same rules as
         *     those of the end.
         */
        CausesProgress: {
            done: number;
            figures: components["schemas"]["ExampleFigures"] | components["schemas"]["HeadFigures"] | components["schemas"]["VectorFigures"] | null;
            lane: string;
            seconds_left: number;
            total: number;
            /** @constant */
            type: "progress";
        };
        /** @description ``model``: 0 or 1, the plan's first or other; ``conditions``: their places. */
        Cell: {
            conditions: number[];
            format: string;
            k: number;
            labels: number | ("names" | "none");
            model: number;
        };
        /**
         * @description Over the draws and orders of a cell; its intervals are those of ``statistics.crossed``.
         *     ``always``: the answer that the model gives to every item under all of them, or None.
         */
        CellFigures: {
            always: string | null;
            calibrated: components["schemas"]["Interval"] | null;
            cell: components["schemas"]["Cell"];
            choice: components["schemas"]["Interval"];
            form: components["schemas"]["Interval"];
            right: components["schemas"]["Interval"];
        };
        Chat: {
            choices: components["schemas"]["ChatChoice"][];
            created: number;
            id: string;
            model: string;
            /** @constant */
            object: "chat.completion";
            prompt_token_ids?: number[];
            system_fingerprint: string;
            usage: components["schemas"]["Usage"];
        };
        ChatBody: {
            /** @enum {unknown} */
            audio?: null;
            frequency_penalty?: number | null;
            /** @enum {unknown} */
            function_call?: null | "none" | "auto";
            /** @enum {unknown} */
            functions?: null | never[];
            ignore_eos?: boolean | null;
            logit_bias?: {
                [key: string]: number;
            } | null;
            logprobs?: boolean | null;
            max_completion_tokens?: number | null;
            max_tokens?: number | null;
            messages: components["schemas"]["Message"][];
            /** @description Taken and ignored. */
            metadata?: unknown;
            min_p?: number | null;
            min_tokens?: number | null;
            /** @enum {unknown} */
            modalities?: null | [
                "text"
            ];
            model: string;
            n?: number | null;
            /** @description Taken and ignored. */
            parallel_tool_calls?: unknown;
            precision?: ("int8" | "fp32") | null;
            /** @enum {unknown} */
            prediction?: null;
            presence_penalty?: number | null;
            /** @description Taken and ignored. */
            prompt_cache_key?: unknown;
            /** @description Taken and ignored. */
            prompt_cache_retention?: unknown;
            /** @enum {unknown} */
            reasoning_effort?: null | "none";
            repetition_penalty?: number | null;
            response_format?: {
                /** @enum {unknown} */
                type: "text" | "json_object";
            } | {
                json_schema: {
                    description?: string | null;
                    name?: string;
                    schema: Record<string, unknown> | boolean;
                    strict?: boolean | null;
                };
                /** @constant */
                type: "json_schema";
            } | null;
            return_token_ids?: boolean | null;
            /** @description Taken and ignored. */
            safety_identifier?: unknown;
            seed?: number | null;
            /** @description Taken and ignored. */
            service_tier?: unknown;
            stop?: string | string[] | null;
            /** @enum {unknown} */
            stop_token_ids?: null | never[];
            /** @description Taken and ignored. */
            store?: unknown;
            stream?: boolean | null;
            stream_options?: components["schemas"]["StreamOptions"] | null;
            temperature?: number | null;
            tool_choice?: ("none" | "auto" | "required") | {
                function: {
                    name: string;
                };
                /** @constant */
                type: "function";
            } | null;
            tools?: components["schemas"]["OfferedTool"][] | null;
            top_k?: number | null;
            top_logprobs?: number | null;
            top_p?: number | null;
            truncate_prompt_tokens?: number | null;
            /** @enum {unknown} */
            use_beam_search?: null | false;
            /** @description Taken and ignored. */
            user?: unknown;
            /** @enum {unknown} */
            verbosity?: null;
            /** @enum {unknown} */
            web_search_options?: null;
        };
        ChatChoice: {
            /** @enum {unknown} */
            finish_reason: "stop" | "length" | "tool_calls" | null;
            index: number;
            logprobs: {
                content: components["schemas"]["ChatToken"][];
                refusal: null;
            } | null;
            message: {
                content: string | null;
                refusal: null;
                role: string;
                tool_calls?: {
                    function: {
                        arguments: string;
                        name: string;
                    };
                    id: string;
                    /** @constant */
                    type: "function";
                }[];
            };
            token_ids?: number[];
        };
        ChatChunk: {
            choices: components["schemas"]["ChatChunkChoice"][];
            created: number;
            id: string;
            model: string;
            /** @constant */
            object: "chat.completion.chunk";
            prompt_token_ids?: number[];
            system_fingerprint: string;
            usage?: components["schemas"]["Usage"] | null;
        };
        ChatChunkChoice: {
            delta: Record<string, unknown>;
            /** @enum {unknown} */
            finish_reason: "stop" | "length" | "tool_calls" | null;
            index: number;
            logprobs: {
                content: components["schemas"]["ChatToken"][];
                refusal: null;
            } | null;
            token_ids?: number[];
        };
        /** @description ``messages`` and ``tools`` are those of ``/v1/chat/completions``. */
        ChatRenderBody: {
            messages: components["schemas"]["Message"][];
            model: string;
            tools?: components["schemas"]["OfferedTool"][] | null;
        };
        ChatToken: {
            bytes: number[];
            logprob: number;
            token: string;
            top_logprobs: {
                bytes: number[];
                logprob: number;
                token: string;
            }[];
        };
        /**
         * @description ``number`` and ``name`` are the student's own; the teacher alone sees ``code``,
         *     ``students`` and the ``address`` that they type.
         */
        ClassState: {
            address: string | null;
            code: string | null;
            guess: components["schemas"]["ShownGuess"] | null;
            name: string;
            number: number | null;
            pushed: components["schemas"]["Push"] | null;
            /** @enum {string} */
            role: "teacher" | "student";
            students: components["schemas"]["Student"][] | null;
        };
        CompareBody: {
            /** @description What is changed inside the model, in fp32 and on at most 512 tokens. An empty list changes nothing and is computed by the same graph. */
            interventions?: (components["schemas"]["HeadBody"] | components["schemas"]["AttentionBody"] | components["schemas"]["PatchBody"] | components["schemas"]["SteerBody"])[] | null;
            lanes: components["schemas"]["LaneBody"][];
            model: string;
            precision?: ("int8" | "fp32") | null;
            prompt: components["schemas"]["Prompt"];
            /**
             * @default {
             *       "max_tokens": 16,
             *       "temperature": 0.8,
             *       "top_k": 0,
             *       "top_p": 1,
             *       "n": 1,
             *       "seed": 0,
             *       "min_p": 0,
             *       "repetition_penalty": 1,
             *       "presence_penalty": 0,
             *       "frequency_penalty": 0,
             *       "stop": [],
             *       "logit_bias": {},
             *       "constraint": null
             *     }
             */
            settings?: components["schemas"]["SettingsBody"];
            stream?: boolean;
        };
        /**
         * @description ``logs``: of inspect_ai, lm-evaluation-harness or promptfoo; two, or one of several columns.
         *     ``metric``: the score that is compared; left out, the first that both have. ``smallest``: the
         *     smallest difference that matters, as a share.
         */
        CompareLogsBody: {
            logs: components["schemas"]["LogBody"][];
            metric?: string | null;
            smallest?: number;
        };
        Comparison: {
            difference: components["schemas"]["Difference"];
            pair: components["schemas"]["Pair"];
        };
        Completion: {
            choices: components["schemas"]["CompletionChoice"][];
            created: number;
            id: string;
            model: string;
            /** @constant */
            object: "text_completion";
            system_fingerprint: string;
            usage: components["schemas"]["Usage"];
        };
        /**
         * @description ``echo``: the prompt and what the model thought of its tokens come first. ``best_of``: how
         *     many samples the ``n`` with the highest mean log-probability are chosen from.
         *     ``add_special_tokens``: false leaves out the start token that the model's tokenizer puts before
         *     a text; prompts of token ids are read as they are in any case.
         */
        CompletionBody: {
            add_special_tokens?: boolean | null;
            best_of?: number | null;
            echo?: boolean | null;
            frequency_penalty?: number | null;
            ignore_eos?: boolean | null;
            logit_bias?: {
                [key: string]: number;
            } | null;
            logprobs?: number | null;
            max_tokens?: number | null;
            /** @description Taken and ignored. */
            metadata?: unknown;
            min_p?: number | null;
            min_tokens?: number | null;
            model: string;
            n?: number | null;
            precision?: ("int8" | "fp32") | null;
            presence_penalty?: number | null;
            prompt: string | string[] | number[] | number[][];
            /** @description Taken and ignored. */
            prompt_cache_key?: unknown;
            /** @description Taken and ignored. */
            prompt_cache_retention?: unknown;
            repetition_penalty?: number | null;
            response_format?: {
                /** @enum {unknown} */
                type: "text" | "json_object";
            } | {
                json_schema: {
                    description?: string | null;
                    name?: string;
                    schema: Record<string, unknown> | boolean;
                    strict?: boolean | null;
                };
                /** @constant */
                type: "json_schema";
            } | null;
            return_token_ids?: boolean | null;
            /** @description Taken and ignored. */
            safety_identifier?: unknown;
            seed?: number | null;
            /** @description Taken and ignored. */
            service_tier?: unknown;
            stop?: string | string[] | null;
            /** @enum {unknown} */
            stop_token_ids?: null | never[];
            /** @description Taken and ignored. */
            store?: unknown;
            stream?: boolean | null;
            stream_options?: components["schemas"]["StreamOptions"] | null;
            /** @enum {unknown} */
            suffix?: null | "";
            temperature?: number | null;
            top_k?: number | null;
            top_p?: number | null;
            truncate_prompt_tokens?: number | null;
            /** @enum {unknown} */
            use_beam_search?: null | false;
            /** @description Taken and ignored. */
            user?: unknown;
        };
        CompletionChoice: {
            /** @enum {unknown} */
            finish_reason: "stop" | "length" | "tool_calls" | null;
            index: number;
            logprobs: {
                text_offset: number[];
                token_logprobs: (number | null)[];
                tokens: string[];
                top_logprobs: ({
                    [key: string]: number;
                } | null)[];
            } | null;
            prompt_token_ids?: number[];
            text: string;
            token_ids?: number[];
        };
        CompletionChunk: {
            choices: components["schemas"]["CompletionChoice"][];
            created: number;
            id: string;
            model: string;
            /** @constant */
            object: "text_completion";
            system_fingerprint: string;
            usage?: components["schemas"]["Usage"] | null;
        };
        /**
         * @description ``draw`` and ``order`` count from 0; ``shots`` as they are shown; ``names``: pairs of a label
         *     and the name that stands for it, where there are any.
         */
        Condition: {
            draw: number;
            format: string;
            id: string;
            k: number;
            labels: number | ("names" | "none");
            names: [
                string,
                string
            ][];
            order: number;
            shots: components["schemas"]["Example"][];
            template: string;
        };
        /**
         * @description What is varied; every combination is asked.
         *
         *     ``k``: numbers of examples. ``draws``: how often examples are drawn anew (1: the first k of the
         *     set). ``orders``: in how many orders they are shown. ``labels``: the share of examples with the
         *     right answer, "names" (random ones for all answers) or "none" (examples without answers).
         *     ``formats``: names, or templates. ``content_free``: inputs without content, for calibration.
         */
        ConditionsBody: {
            content_free?: string[];
            draws?: number;
            formats?: string[];
            k?: number[];
            labels?: (number | ("names" | "none"))[];
            orders?: number;
        };
        /**
         * @description A spread over orders of one draw's examples, over draws, or over formats. ``among`` are the
         *     conditions, or for formats the cells, that are compared.
         */
        ConditionSpread: {
            among: number[];
            /** @enum {string} */
            factor: "order" | "draw" | "format";
            /** @enum {string} */
            measure: "right" | "calibrated";
            model: number;
            spread: components["schemas"]["Spread"];
        };
        /**
         * @description ``source``: the text of a JSON schema, of a regular expression that the whole answer fits, or
         *     of a grammar in the notation of Lark or in llama.cpp's GBNF. ``pointer``: where in the request
         *     it stands, for errors; by itself ``/settings/constraint/<kind>``. ``prefix``: the part of the
         *     answer that the prompt already ends with.
         *
         *     Raises InvalidRequest for one that is empty or too
         *     long. Whether it means anything shows when it is compiled (``engine.strategies.grammars``).
         */
        Constraint: {
            /** @enum {string} */
            kind: "json_schema" | "regex" | "grammar";
            pointer?: string;
            prefix?: string;
            source: string;
        };
        /**
         * @description What an answer is held to; one of the three. ``json_schema``: a schema; its answers are JSON.
         *     ``regex``: a regular expression that the whole answer fits. ``grammar``: in the notation of Lark
         *     or in llama.cpp's GBNF. ``prefix``: the part of the answer that the prompt already ends with.
         */
        ConstraintBody: {
            grammar?: string | null;
            json_schema?: {
                [key: string]: unknown;
            } | boolean | null;
            prefix?: string;
            regex?: string | null;
        };
        Content: {
            datasets: {
                columns: {
                    expected: string | null;
                    id: string | null;
                    input: string | null;
                    labels: string | null;
                } | null;
                file: string;
                id: string;
                items: number | null;
            }[];
            faults: components["schemas"]["ContentFault"][];
            lessons: Record<string, unknown>[];
            name: string | null;
            runs: {
                answer: string;
                id: string;
                made: string;
                models: string;
                question: string;
                view: string;
            }[];
            tasks: Record<string, unknown>[];
            writable: boolean;
        };
        ContentFault: {
            detail: {
                en: string;
                zh: string;
            };
            file: string;
            line: number | null;
        };
        /**
         * @description The difference, question by question, between switching off the heads of ``by`` and those of
         *     ``other``.
         */
        Contrast: {
            /** @enum {string} */
            ablating: "zero" | "mean";
            by: ("answers" | "prefix" | "previous") | "random";
            form: components["schemas"]["Interval"];
            other: ("answers" | "prefix" | "previous") | "random";
            right: components["schemas"]["Interval"];
            share: number;
        };
        /**
         * @description The cost of one model. ``prompts`` are asked, content-free ones included; they have
         *     ``prompt_tokens``, of which ``computed_tokens`` are left when what the prompts of a condition
         *     begin with is computed once. Both are estimates from some prompts of some conditions.
         *     ``seconds`` are those of this machine, since some of the very prompts were timed.
         */
        Cost: {
            computed_tokens: number;
            prompt_tokens: number;
            prompts: number;
            seconds: number;
        };
        DecodeBody: {
            model?: string | null;
            tokens: number[];
        };
        Decoded: {
            content: string;
            prompt: string;
        };
        /**
         * @description ``change`` with its interval at ``level``. ``gained`` items went from wrong to right,
         *     ``lost`` the other way; over several draws of examples an item counts by its sum. ``holm``:
         *     ``p`` corrected. ``draws``: of how many sets of examples; of one, it holds for this one.
         */
        Difference: {
            /** @enum {string} */
            answer: "higher" | "lower" | "none as large" | "not enough";
            change: components["schemas"]["Interval"];
            draws: number;
            gained: number;
            holm: number;
            level: number;
            lost: number;
            p: number;
        };
        /**
         * @description A question whose ``scores`` differ; ``answers`` and scores of the first run, then of the
         *     second. Texts are cut where they are long.
         */
        Disagreement: {
            answers: [
                string,
                string
            ];
            expected: string;
            id: string;
            input: string;
            scores: [
                number,
                number
            ];
        };
        /**
         * @description The head of a next-token distribution and what is not shown of it.
         *
         *     sum(p of alternatives) + rest = 1; ``rest_tokens`` is how many tokens share ``rest``.
         *     ``entropy`` in nats.
         */
        Distribution: {
            alternatives: components["schemas"]["Alternative"][];
            entropy: number;
            rest: number;
            rest_tokens: number;
        };
        /**
         * @description A sample has ended; ``text`` is all of it, without the stop string. ``removed_nats``: the sum
         *     over its tokens of -log of the probability that a constraint left, in nats; None without one.
         */
        Done: {
            lane: string;
            /** @enum {string} */
            reason: "stop_token" | "stop_text" | "length" | "cancelled";
            removed_nats: number | null;
            sample: number;
            text: string;
            tokens: number;
            /** @constant */
            type: "done";
        };
        /**
         * @description What a run of the same plan that was cut off has measured. ``fingerprints``: of the models,
         *     as its ``planned`` event told them.
         */
        EarlierBody: {
            fingerprints?: string[];
            measured?: components["schemas"]["EarlierReadingsBody"][];
        };
        /** @description As a ``measured`` event told them. */
        EarlierReadingsBody: {
            condition: number;
            model: number;
            prompts: string;
            readings: components["schemas"]["ReadingsBody"];
        };
        EmbeddingEntry: {
            embedding: number[] | string;
            index: number;
            /** @constant */
            object: "embedding";
        };
        Embeddings: {
            data: components["schemas"]["EmbeddingEntry"][];
            model: string;
            /** @constant */
            object: "list";
            usage: {
                prompt_tokens: number;
                total_tokens: number;
            };
        };
        /**
         * @description ``input``: a text, a list of up to 2,048, token ids, or a list of lists of them. ``pooling``:
         *     the mean over a text's tokens, or the last one's vector; ``layer``: the residual stream that
         *     this layer reads (without it, after the last layer and the final norm); ``normalize``: to length
         *     1, as it is by itself. ``dimensions``: the model's width alone, since none here was trained to
         *     have its vectors cut.
         */
        EmbeddingsBody: {
            dimensions?: number | null;
            encoding_format?: ("float" | "base64") | null;
            input: string | string[] | number[] | number[][];
            layer?: number | null;
            model: string;
            normalize?: boolean | null;
            pooling?: ("mean" | "last") | null;
            precision?: ("int8" | "fp32") | null;
            /** @description Taken and ignored. */
            user?: unknown;
        };
        /** @description ``{}``. */
        EmptyBody: Record<string, unknown>;
        /**
         * @description ``prompt`` with vLLM's field or ``content`` with llama.cpp's: one of the two. ``model`` may
         *     be left out: it is then the first model of the server.
         *
         *     ``add_special_tokens``: true adds what the tokenizer puts at both ends of a text; left out, the
         *     tokens are those of the text as a prompt of ``/v1/completions``. ``add_special``: the same, but
         *     left out it is false. ``parse_special``: false leaves the names of special tokens text.
         *     ``with_pieces``: tokens are answered as {"id", "piece"}, where a piece that is no text is its
         *     bytes.
         */
        EncodeBody: {
            add_special?: boolean | null;
            add_special_tokens?: boolean | null;
            content?: string | null;
            model?: string | null;
            parse_special?: boolean | null;
            prompt?: string | null;
            with_pieces?: boolean | null;
        };
        Encoded: {
            count: number;
            max_model_len: number;
            tokens: number[] | {
                id: number;
                piece: string | number[];
            }[];
        };
        /** @description Nothing follows. Times in milliseconds; ``lane`` is empty. */
        End: {
            computed_prompt_tokens: number;
            first_token_ms: number;
            generated_tokens: number;
            lane: string;
            prompt_tokens: number;
            total_ms: number;
            /** @constant */
            type: "end";
        };
        Event: components["schemas"]["Waiting"] | components["schemas"]["Start"] | components["schemas"]["Score"] | components["schemas"]["Token"] | components["schemas"]["Done"] | components["schemas"]["Failed"] | components["schemas"]["End"];
        /** @description An example as it is shown: its answer may be a wrong one, a name, or missing. */
        Example: {
            input: string;
            output: string;
        };
        /** @description Means over questions with their bootstrap. */
        ExampleEffect: {
            answer_hidden: components["schemas"]["Interval"];
            attention: components["schemas"]["Interval"];
            deleted: components["schemas"]["Interval"];
            hidden: components["schemas"]["Interval"];
            input: string;
            output: string;
        };
        ExampleFigures: {
            correlations: components["schemas"]["RankCorrelation"][];
            examples: components["schemas"]["ExampleEffect"][];
            first_token: components["schemas"]["Interval"];
            log_odds: components["schemas"]["Interval"];
            n: number;
            readings: components["schemas"]["ExampleReadings"][];
        };
        /**
         * @description The readings of one question, with a value for each example (k,): the log-odds lost without
         *     it, with it hidden, and with its answer hidden, and the share of the last token's attention on
         *     it, as a mean over layers and heads. ``log_odds`` are those with all examples; ``first_token``
         *     is the share of attention on the first token of the text, which belongs to no example.
         */
        ExampleReadings: {
            answer_hidden: number[];
            attention: number[];
            deleted: number[];
            first_token: number;
            hidden: number[];
            log_odds: number;
        };
        ExamplesFound: {
            figures: components["schemas"]["ExampleFigures"];
            lane: string;
            /** @constant */
            type: "examples";
        };
        /**
         * @description What to look at inside. ``layers``, from 0: whose attention to give, and with it whose
         *     ``scores`` and the ``hidden`` states that they read; ``values``: the layer of whose heads to
         *     give how long what they hand on of each token is; ``lens``: the token whose layers are read
         *     out, ``lens_after`` each layer or its attention, ``lens_kind`` as it is or carried to the last
         *     layer by the model's J-lens; ``attribution``: the token after which the logit of ``target``, a
         *     token id, is taken apart into what each head and each feed-forward part add, that of the
         *     likeliest token without; ``through``: the way back from there, head by head and token by token,
         *     what came along which is taken apart instead; ``sources``: of how many places that heads read to
         *     tell what each brought, those that count most.
         */
        ExplainBody: {
            attribution?: number | null;
            hidden?: boolean;
            /** @description What is changed inside the model, in fp32 and on at most 512 tokens. An empty list changes nothing and is computed by the same graph. */
            interventions?: (components["schemas"]["HeadBody"] | components["schemas"]["AttentionBody"] | components["schemas"]["PatchBody"] | components["schemas"]["SteerBody"])[] | null;
            layers?: number[];
            lens?: number | null;
            /** @enum {string} */
            lens_after?: "layer" | "attention";
            /** @enum {string} */
            lens_kind?: "logit" | "jacobian";
            model: string;
            precision?: ("int8" | "fp32") | null;
            prompt: string;
            scores?: boolean;
            sources?: number;
            surprisal?: boolean;
            target?: number | null;
            through?: components["schemas"]["AttentionEdgeBody"][];
            thumbnails?: boolean;
            values?: number | null;
        };
        Explained: {
            arrays: {
                bytes: number;
                dtype: string;
                name: string;
                offset: number;
                shape: number[];
            }[];
            attribution: components["schemas"]["Attribution"] | null;
            bidirectional: boolean;
            bytes: number;
            graph: string;
            head_size: number;
            heads: number;
            layers: number;
            lens: components["schemas"]["Lens"] | null;
            model: string;
            precision: string;
            surprisals?: (components["schemas"]["Surprisal"] | null)[];
            tokens: components["schemas"]["Piece"][];
            width: number;
            windows: number[];
            writes: components["schemas"]["Writes"];
        };
        Export: {
            file: string;
            format: string;
            id: string;
            model: string;
            precision: string;
            report: Record<string, unknown>;
        };
        /** @description Without a precision the format's natural one is taken. */
        ExportBody: {
            /** @enum {string} */
            format: "portable" | "int8" | "native" | "explain" | "hf" | "web" | "genai" | "triton" | "gguf" | "torch";
            precision?: ("fp32" | "fp16" | "int8" | "int4") | null;
            stream?: boolean;
        };
        /** @description The last: an entry of the list of exports. */
        Exported: {
            export: {
                [key: string]: unknown;
            };
            lane: string;
            /** @constant */
            type: "exported";
        };
        ExportEvent: components["schemas"]["Progress"] | components["schemas"]["Exported"] | components["schemas"]["Failed"];
        Exports: {
            exports: components["schemas"]["Export"][];
            formats: {
                [key: string]: string[];
            };
            install: string | null;
            masked: string[];
        };
        /** @description The lane cannot go on; ``problem`` is the RFC 9457 body a plain request would have got. */
        Failed: {
            lane: string;
            problem: {
                [key: string]: unknown;
            };
            /** @constant */
            type: "failed";
        };
        /**
         * @description ``chance``: the share of right items that guessing gives. ``comparisons`` are corrected among
         *     themselves, and so are ``calibrations``.
         */
        Figures: {
            calibrations: components["schemas"]["Calibration"][];
            cells: components["schemas"]["CellFigures"][];
            chance: number;
            comparisons: components["schemas"]["Comparison"][];
            slopes: components["schemas"]["LabelSlope"][];
            spreads: components["schemas"]["ConditionSpread"][];
        };
        FileDeleted: {
            deleted: boolean;
            id: string;
            /** @constant */
            object: "file";
        };
        FileEntry: {
            bytes: number;
            sha256: string;
        };
        Fill: {
            mask: string;
            model: string;
            texts: components["schemas"]["Filled"][];
            usage: {
                prompt_tokens: number;
            };
        };
        /**
         * @description ``text``, or up to 64 ``texts``: one of the two. Each has at least one gap, marked by [MASK]
         *     or by the model's own mask token, and all have 256 at most. ``candidates``: texts of one token
         *     each, with their leading space, that are scored at every gap; ``top``: how many of the likeliest
         *     tokens are given there.
         */
        FillBody: {
            candidates?: string[];
            model: string;
            precision?: ("int8" | "fp32") | null;
            text?: string | null;
            texts?: string[] | null;
            top?: number;
        };
        /** @description A text's tokens as the model reads them, and what stands at each of its gaps, in order. */
        Filled: {
            gaps: components["schemas"]["Gap"][];
            text: string;
            tokens: components["schemas"]["Piece"][];
        };
        /** @description A beam search has ended; ``results``: the best of all that finished, best first. */
        Found: {
            finished: number;
            lane: string;
            results: components["schemas"]["BeamResult"][];
            /** @constant */
            type: "found";
        };
        /**
         * @description ``token``: its index in the tokens of the text; ``start``, ``end``: the place of its mark in
         *     the text, in code points.
         */
        Gap: {
            candidates: components["schemas"]["Candidate"][];
            distribution: components["schemas"]["Distribution"];
            end: number;
            start: number;
            token: number;
        };
        GenerateBody: {
            /** @description What is changed inside the model, in fp32 and on at most 512 tokens. An empty list changes nothing and is computed by the same graph. */
            interventions?: (components["schemas"]["HeadBody"] | components["schemas"]["AttentionBody"] | components["schemas"]["PatchBody"] | components["schemas"]["SteerBody"])[] | null;
            model: string;
            precision?: ("int8" | "fp32") | null;
            prompt?: string | null;
            prompt_ids?: number[] | null;
            /**
             * @default {
             *       "max_tokens": 16,
             *       "temperature": 0.8,
             *       "top_k": 0,
             *       "top_p": 1,
             *       "n": 1,
             *       "seed": 0,
             *       "min_p": 0,
             *       "repetition_penalty": 1,
             *       "presence_penalty": 0,
             *       "frequency_penalty": 0,
             *       "stop": [],
             *       "logit_bias": {},
             *       "constraint": null
             *     }
             */
            settings?: components["schemas"]["SettingsBody"];
            stream?: boolean;
        };
        /** @description ``precision``: "int8" and "fp16" (for GPUs) are written in; "web" is what browsers run. */
        GraphBody: {
            /** @enum {string} */
            precision: "int8" | "fp16" | "web";
            stream?: boolean;
        };
        /** @description A graph of the folder: its file, the weight files it reads, how its weights are stored. */
        GraphEntry: {
            file: string;
            precision: string;
            weights: string[];
        };
        GraphEvent: components["schemas"]["Progress"] | components["schemas"]["Made"] | components["schemas"]["Failed"];
        GuessBody: {
            choices?: string[];
            question: string;
        };
        /**
         * @description A head that gives nothing at any token, or, by its mean, what it gives on average over the
         *     tokens of the texts `over`, of the prompt itself without any. `point`: blocks.L.attn.hook_z.
         */
        HeadBody: {
            /** @enum {string} */
            by?: "zero" | "mean";
            head: number;
            /** @constant */
            kind: "head";
            /** @description From 0; or say it by `point`. */
            layer?: number | null;
            over?: string[];
            /** @description A place by TransformerLens's name. */
            point?: string | null;
        };
        /**
         * @description ``right`` and ``form`` with all heads. Intervals over several draws of random heads are those
         *     of ``statistics.crossed``.
         */
        HeadFigures: {
            ablations: components["schemas"]["Ablation"][];
            contrasts: components["schemas"]["Contrast"][];
            draws: number;
            form: components["schemas"]["Interval"];
            n: number;
            rankings: components["schemas"]["Ranking"][];
            right: components["schemas"]["Interval"];
        };
        HeadPlaceBody: {
            head: number;
            layer: number;
        };
        /** @description ``draws``: of as many random heads, to compare with. */
        HeadsBody: {
            balanced?: boolean;
            draws?: number;
            exact?: boolean;
            items?: components["schemas"]["ItemBody"][];
            k?: number;
            model: string;
            only_cost?: boolean;
            pool?: number;
            precision?: ("int8" | "fp32") | null;
            prompt: components["schemas"]["Prompt"];
            questions?: number;
            seed?: number;
            shot_set?: string | null;
            stream?: boolean;
        };
        HeadsFound: {
            figures: components["schemas"]["HeadFigures"];
            lane: string;
            /** @constant */
            type: "heads";
        };
        Importable: {
            models: components["schemas"]["CachedModel"][];
        };
        /**
         * @description A call that an earlier answer made, as its ``output`` has it. ``arguments``: a JSON object as
         *     text.
         */
        InputCall: {
            arguments: string;
            call_id: string;
            /** @description Taken and ignored. */
            id?: unknown;
            name: string;
            /** @description Taken and ignored. */
            status?: unknown;
            /** @constant */
            type: "function_call";
        };
        /** @description Also as an earlier answer's ``output`` has it, whose ``id`` and ``status`` say nothing. */
        InputMessage: {
            content: string | {
                annotations?: unknown;
                logprobs?: unknown;
                text: string;
                /** @enum {unknown} */
                type: "input_text" | "output_text";
            }[];
            /** @description Taken and ignored. */
            id?: unknown;
            /** @description Taken and ignored. */
            phase?: unknown;
            /** @enum {string} */
            role: "system" | "developer" | "user" | "assistant";
            /** @description Taken and ignored. */
            status?: unknown;
            /** @enum {unknown} */
            type?: null | "message";
        };
        /** @description What the function that was called gave. */
        InputResult: {
            call_id: string;
            /** @description Taken and ignored. */
            id?: unknown;
            output: string | {
                text: string;
                /** @constant */
                type: "input_text";
            }[];
            /** @description Taken and ignored. */
            status?: unknown;
            /** @constant */
            type: "function_call_output";
        };
        InstalledModel: {
            chat: boolean;
            context: number;
            detail?: string;
            id: string;
            jacobian_lens: boolean;
            languages: string[];
            layers: number;
            licence: string;
            name: string;
            notes: string[];
            parameters: number;
            /** @enum {unknown} */
            precision: "int8" | "fp32" | "fp16" | null;
            precisions: {
                kind: string;
                made: boolean;
                /** @enum {unknown} */
                name: "int8" | "fp32";
                quality: Record<string, unknown> | null;
                /** @enum {unknown} */
                status: "idle" | "loading" | "ready" | "failed";
            }[];
            provider: string | null;
            served_context: number;
            source_bits: number | null;
            /** @enum {unknown} */
            status: "idle" | "loading" | "ready" | "failed";
            task: string;
            web: {
                /** @enum {unknown} */
                kind: "web" | "native";
                made: boolean;
            };
            windows: number[];
            writes: components["schemas"]["GraphEntry"] | null;
        };
        /** @description An estimate and the ends of its interval; low <= value <= high. */
        Interval: {
            high: number;
            low: number;
            value: number;
        };
        /** @description A question with its answer, of the set that accuracy is counted on. */
        Item: {
            expected: string;
            input: string;
        };
        /**
         * @description A question with its answer; ``labels``: the answers it is read at, where they are its own;
         *     ``id``: by which its owner knows it, which stands in the record.
         */
        ItemBody: {
            expected: string;
            id?: string;
            input: string;
            labels?: string[];
        };
        JoinBody: {
            code: string;
            name?: string;
        };
        Joined: {
            status: string;
        };
        /** @description A possible answer, exactly as it would follow the prompt; ``name`` is for people. */
        Label: {
            name?: string | null;
            text: string;
        };
        /** @description ``p`` is the label's probability (chain rule), ``share`` its part of all labels' mass. */
        LabelScore: {
            ids: number[];
            logprob: number;
            p: number;
            share: number;
            text: string;
        };
        /**
         * @description The rise in the share of right items from all answers wrong to all right (Yoo et al. 2022,
         *     arXiv:2205.12685, label-correctness sensitivity). ``cells`` are those on the line.
         */
        LabelSlope: {
            cells: number[];
            slope: components["schemas"]["Interval"];
        };
        /**
         * @description ``shots`` are positions in the set, in the order shown; none is zero-shot. ``reasoning``: the
         *     model reasons before it answers, as the template's {reasoning} shows.
         */
        LaneBody: {
            id: string;
            reasoning?: boolean;
            shot_set?: string | null;
            shots?: number[];
        };
        /**
         * @description The readout of all layers at token ``row``. ``final`` is that of the last layer, and ``next``
         *     the token that follows in the text, or None at its end. ``kind`` says whether the head reads the
         *     stream as it is (logit), or carried to the last layer by the mean linear map (jacobian).
         */
        Lens: {
            /** @enum {string} */
            after: "layer" | "attention";
            final: components["schemas"]["NamedToken"];
            /** @enum {string} */
            kind: "logit" | "jacobian";
            layers: components["schemas"]["LensLayer"][];
            next: components["schemas"]["NamedToken"] | null;
            row: number;
        };
        /**
         * @description The residual stream before layer ``layer``, counted from 0, so after layer ``layer`` - 1 (for
         *     layer = L after the last one), as the head reads it; in a lens ``after`` the attention, the
         *     stream behind the attention of layer ``layer``. Its likeliest tokens, and where two tokens
         *     stand. ``entropy`` in nats.
         */
        LensLayer: {
            entropy: number;
            final: components["schemas"]["Standing"];
            layer: number;
            next: components["schemas"]["Standing"] | null;
            top: components["schemas"]["Alternative"][];
        };
        /**
         * @description The texts of its files: ``en`` of lesson.en.md, ``zh`` of lesson.zh.md, ``result`` of
         *     result.json.
         */
        LessonAdded: {
            en: string;
            id: string;
            result?: string | null;
            zh?: string | null;
        };
        LlamaCompletion: {
            completion_probabilities?: components["schemas"]["LlamaToken"][];
            content: string;
            generation_settings: Record<string, unknown>;
            has_new_line: boolean;
            index: number;
            model: string;
            prompt: string;
            /** @constant */
            stop: true;
            /** @enum {unknown} */
            stop_type: "eos" | "limit" | "word" | "none";
            stopping_word: string;
            timings?: components["schemas"]["LlamaTimings"];
            tokens: number[];
            tokens_cached?: number;
            tokens_evaluated: number;
            tokens_predicted: number;
            /** @constant */
            truncated: false;
        };
        /**
         * @description ``model`` may be left out: it is then the first model of the server. ``n_predict``: -1 is as
         *     many tokens as fit. ``n_probs``: how many of the likeliest tokens to tell of in the place of
         *     each. Null is the default everywhere, and the defaults are llama.cpp's.
         */
        LlamaCompletionBody: {
            /** @enum {unknown} */
            backend_sampling?: null | false;
            /** @description Taken and ignored. */
            cache_prompt?: unknown;
            /** @description Taken and ignored. */
            dry_allowed_length?: unknown;
            /** @description Taken and ignored. */
            dry_base?: unknown;
            /** @enum {unknown} */
            dry_multiplier?: null | 0;
            /** @description Taken and ignored. */
            dry_penalty_last_n?: unknown;
            /** @description Taken and ignored. */
            dry_sequence_breakers?: unknown;
            /** @description Taken and ignored. */
            dynatemp_exponent?: unknown;
            /** @enum {unknown} */
            dynatemp_range?: null | 0;
            frequency_penalty?: number | null;
            grammar?: string | null;
            /** @description Taken and ignored. */
            id_slot?: unknown;
            ignore_eos?: boolean | null;
            json_schema?: {
                [key: string]: unknown;
            } | boolean | null;
            logit_bias?: [
                number | string,
                number | false
            ][] | {
                [key: string]: number | false;
            };
            /** @enum {unknown} */
            lora?: null | never[];
            /** @enum {unknown} */
            min_keep?: null | 0 | 1;
            min_p?: number | null;
            /** @enum {unknown} */
            mirostat?: null | 0;
            /** @description Taken and ignored. */
            mirostat_eta?: unknown;
            /** @description Taken and ignored. */
            mirostat_tau?: unknown;
            model?: string | null;
            /** @description Taken and ignored. */
            n_cache_reuse?: unknown;
            /** @enum {unknown} */
            n_cmpl?: null | 1;
            /** @enum {unknown} */
            n_indent?: null | 0;
            /** @description Taken and ignored. */
            n_keep?: unknown;
            n_predict?: number | null;
            n_probs?: number | null;
            /** @enum {unknown} */
            post_sampling_probs?: null | false;
            presence_penalty?: number | null;
            prompt: string | {
                prompt_string: string;
            } | (number | string)[] | (string | {
                prompt_string: string;
            } | (number | string)[])[];
            repeat_last_n?: number | null;
            repeat_penalty?: number | null;
            /** @enum {unknown} */
            response_fields?: null | never[];
            /** @enum {unknown} */
            return_progress?: null | false;
            return_tokens?: boolean | null;
            /** @enum {unknown} */
            samplers?: null | [
                "penalties",
                "temperature",
                "top_k",
                "top_p",
                "min_p"
            ];
            seed?: number | null;
            stop?: string | string[] | null;
            stream?: boolean | null;
            /** @enum {unknown} */
            t_max_predict_ms?: null | 0;
            temperature?: number | null;
            /** @enum {unknown} */
            timings_per_token?: null | false;
            top_k?: number | null;
            /** @enum {unknown} */
            top_n_sigma?: null | -1;
            top_p?: number | null;
            /** @enum {unknown} */
            typical_p?: null | 1;
            /** @description Taken and ignored. */
            user?: unknown;
            /** @enum {unknown} */
            xtc_probability?: null | 0;
            /** @description Taken and ignored. */
            xtc_threshold?: unknown;
        };
        LlamaCompletionChunk: {
            completion_probabilities?: components["schemas"]["LlamaToken"][];
            content: string;
            index: number;
            /** @constant */
            stop: false;
            tokens: number[];
            tokens_evaluated: number;
            tokens_predicted: number;
        } | components["schemas"]["LlamaCompletion"];
        LlamaTimings: {
            cache_n: number;
            predicted_ms: number;
            predicted_n: number;
            predicted_per_second: number | null;
            predicted_per_token_ms: number | null;
            prompt_ms: number;
            prompt_n: number;
            prompt_per_second: number | null;
            prompt_per_token_ms: number | null;
        };
        LlamaToken: {
            bytes: number[];
            id: number;
            logprob: number;
            token: string;
            top_logprobs: {
                bytes: number[];
                id: number;
                logprob: number;
                token: string;
            }[];
        };
        /** @description ``name``: what the file is called, which may say the task. ``data``: its bytes in base64. */
        LogBody: {
            data: string;
            name: string;
        };
        /** @description ``smallest``: the smallest difference that matters, as a share of ``span``. */
        LogComparison: {
            smallest: number;
            tasks: components["schemas"]["TaskComparison"][];
        };
        /**
         * @description ``prompt``, ``prompt_ids``: one of them, as for ``/api/v1/generate``. ``continuation``: token
         *     ids after the prompt, as they were sampled or chosen. ``prompt_top``: report how probable each
         *     token of the prompt was, and this many of the likeliest tokens in its place.
         */
        LogitsBody: {
            continuation?: number[];
            /** @description What is changed inside the model, in fp32 and on at most 512 tokens. An empty list changes nothing and is computed by the same graph. */
            interventions?: (components["schemas"]["HeadBody"] | components["schemas"]["AttentionBody"] | components["schemas"]["PatchBody"] | components["schemas"]["SteerBody"])[] | null;
            model: string;
            precision?: ("int8" | "fp32") | null;
            prompt?: string | null;
            prompt_ids?: number[] | null;
            prompt_top?: number | null;
        };
        /**
         * @description ``right``: the share of right samples, or the mean score. ``only``: how many of its samples
         *     the other run lacks. ``status``: how it ended, if not well; else empty.
         */
        LogRun: {
            model: string;
            only: number;
            right: components["schemas"]["Interval"];
            status: string;
            task: string;
        };
        /** @description A graph was added: the model as the list of models has it now. */
        Made: {
            lane: string;
            model: {
                [key: string]: unknown;
            };
            /** @constant */
            type: "made";
        };
        /**
         * @description ``manifest.json``. Free-form mappings hold measured facts that pages show as they are.
         *
         *     ``stop_ids``: the tokens that end a text, in the source's order. ``end_id``: the one of them
         *     that the source calls its end token; None in folders from before it was written down.
         *     ``adds_start``: the source's tokenizer puts ``start_id`` before every text, and so do we; it
         *     stands before an empty one in any case.
         */
        Manifest: {
            adds_start?: boolean;
            architecture: components["schemas"]["ModelConfig"];
            chat_template: string | null;
            end_id?: number | null;
            files: {
                [key: string]: components["schemas"]["FileEntry"];
            };
            format: number;
            graphs: {
                [key: string]: components["schemas"]["GraphEntry"];
            };
            id: string;
            languages: string[];
            licence: string;
            name: string;
            notes: string[];
            parity: {
                [key: string]: unknown;
            };
            provenance: {
                [key: string]: unknown;
            };
            quality: {
                [key: string]: unknown;
            };
            start_id: number | null;
            stop_ids: number[];
            /** @enum {string} */
            task: "causal-lm" | "masked-lm";
        };
        /**
         * @description The plan of a measurement, and how it is answered.
         *
         *     ``other_model``: is asked the same. ``items``: the questions, else those of the prompt object.
         *     ``shot_set``: where examples come from; ``pool``: so many of the items, chosen by the seed, are
         *     examples to draw from instead and are not asked, which are ``balanced`` over the answers unless
         *     that is false. ``exact``: whether the answers of ``items`` are exact texts; else they begin with
         *     a space where the template asks for one. ``difference``: the smallest difference in the share of
         *     right items that matters. ``only_cost``: tell what it would cost, and end.
         *     ``heads_off``: heads of the model, both numbers from 0, that give nothing at any token; it is
         *     then asked in fp32 and on at most 512 tokens.
         *     ``earlier``: what a run that was cut off has measured; it is told again and not asked.
         */
        MeasureBody: {
            balanced?: boolean;
            /**
             * @default {
             *       "k": [
             *         0,
             *         4
             *       ],
             *       "draws": 1,
             *       "orders": 1,
             *       "labels": [
             *         1
             *       ],
             *       "formats": [
             *         "own"
             *       ],
             *       "content_free": [
             *         "N/A",
             *         "",
             *         "[MASK]"
             *       ]
             *     }
             */
            conditions?: components["schemas"]["ConditionsBody"];
            difference?: number;
            /**
             * @default {
             *       "fingerprints": [],
             *       "measured": []
             *     }
             */
            earlier?: components["schemas"]["EarlierBody"];
            exact?: boolean;
            heads_off?: components["schemas"]["HeadPlaceBody"][];
            items?: components["schemas"]["ItemBody"][];
            model: string;
            only_cost?: boolean;
            other_model?: string | null;
            pool?: number;
            precision?: ("int8" | "fp32") | null;
            prompt: components["schemas"]["Prompt"];
            seed?: number;
            shot_set?: string | null;
            stream?: boolean;
        };
        /**
         * @description All readings of one model under one condition, and the row computed from them. ``prompts`` is
         *     the SHA-256 of the prompts that were asked and their labels.
         */
        Measured: {
            condition: number;
            lane: string;
            model: number;
            prompts: string;
            readings: components["schemas"]["Readings"];
            row: components["schemas"]["Row"];
            /** @constant */
            type: "measured";
        };
        /**
         * @description ``fingerprint``: as the engine's; two runs with the same one have the same bits where
         *     ``bit_stable`` is true. Digests are SHA-256 of the files that were run.
         */
        MeasuredModel: {
            bit_stable: boolean;
            fingerprint: string;
            graph: string;
            id: string;
            precision: string;
            provider: string;
            tokenizer: string;
            weights: string[];
        };
        MeasureEvent: components["schemas"]["Waiting"] | components["schemas"]["Planned"] | components["schemas"]["MeasureProgress"] | components["schemas"]["Measured"] | components["schemas"]["Summary"] | components["schemas"]["Failed"] | components["schemas"]["End"];
        /**
         * @description ``done`` of ``total`` prompts, and of this condition ``count`` of ``n`` items right so far.
         *     ``seconds_left`` by the speed so far.
         */
        MeasureProgress: {
            condition: number;
            count: number;
            done: number;
            lane: string;
            model: number;
            n: number;
            right: components["schemas"]["Interval"] | null;
            seconds_left: number;
            total: number;
            /** @constant */
            type: "progress";
        };
        /**
         * @description ``logprob``: the sum over a label's tokens, in nats; ``over_baseline``: that less what it is
         *     after the content-free prompts, None where there are none.
         */
        Measures: {
            logprob: number;
            over_baseline: number | null;
            per_byte: number;
            per_token: number;
        };
        /**
         * @description ``name``: who speaks; a chat template may write it, as ``message.name``. ``content`` may be
         *     null beside ``tool_calls``; ``tool_call_id``: the call that a result of a tool is of.
         */
        Message: {
            /** @enum {unknown} */
            audio?: null;
            content?: string | {
                text: string;
                /** @constant */
                type: "text";
            }[] | null;
            /** @enum {unknown} */
            function_call?: null;
            name?: string | null;
            /** @enum {unknown} */
            refusal?: null;
            /** @enum {string} */
            role: "system" | "developer" | "user" | "assistant" | "tool";
            tool_call_id?: string | null;
            tool_calls?: components["schemas"]["CalledTool"][] | null;
        };
        /** @description A line of metrics.jsonl, its kind first: start, step, held, probe, questions, heads, resume, done */
        Metric: Record<string, unknown>;
        /**
         * @description A stack of attention and feed-forward layers, Llama-like or GPT-2-like or between. The order
         *     of the fields is that of ``manifest.json``.
         */
        ModelConfig: {
            /** @enum {string} */
            activation: "silu" | "gelu" | "gelu_tanh" | "quick_gelu" | "relu";
            attention_bias: boolean;
            attention_scale: number;
            attention_softcap: number;
            bidirectional: boolean;
            context: number;
            embedding_norm: boolean;
            embedding_scale: number;
            experts: number;
            ffn_bias: boolean;
            ffn_width: number;
            gated: boolean;
            head_bias: boolean;
            /** @enum {string} */
            head_norm: "none" | "head" | "width";
            head_size: number;
            head_transform: boolean;
            heads: number;
            kv_heads: number;
            layer_scaled: boolean;
            layers: number;
            local_rope_theta: number;
            logit_softcap: number;
            /** @enum {string} */
            norm: "rms" | "layer";
            norm_epsilon: number;
            norm_first: boolean;
            output_bias: boolean;
            /** @enum {string} */
            parallel: "no" | "two norms" | "one norm";
            /** @enum {string} */
            part_norms: "in" | "out" | "both";
            /** @enum {string} */
            positions: "rotary" | "learned" | "sinusoidal" | "none";
            rope_scaling: components["schemas"]["RopeScaling"] | null;
            rope_theta: number;
            rotary_size: number;
            segments: number;
            tied: boolean;
            unturned: number[];
            vocabulary: number;
            width: number;
            windows: number[];
        };
        ModelEntry: {
            created: number;
            id: string;
            max_model_len: number;
            /** @constant */
            object: "model";
            owned_by: string;
            root: string;
        };
        ModelList: {
            data: components["schemas"]["ModelEntry"][];
            /** @constant */
            object: "list";
        };
        Models: {
            broken: {
                detail: string;
                id: string;
            }[];
            default: string | null;
            extensions: {
                [key: string]: Record<string, unknown>;
            };
            models: components["schemas"]["InstalledModel"][];
        };
        /** @description ``name``: a token's id, or a text whose tokens are meant, each as often as it occurs. */
        NamedBias: {
            name: number | string;
            value: number;
        };
        NamedToken: {
            id: number;
            text: string;
        };
        /**
         * @description ``parameters``: the JSON schema of the arguments. ``strict``: what ``tool_choice`` demands is
         *     held to it in any case, what the model chooses to call is not.
         */
        OfferedFunction: {
            description?: string | null;
            name: string;
            parameters?: {
                [key: string]: unknown;
            } | null;
            strict?: boolean | null;
        };
        OfferedTool: {
            function: components["schemas"]["OfferedFunction"];
            /** @constant */
            type: "function";
        };
        /** @description ``right`` among the labels, and ``form``, the probability of all labels. */
        Outcome: {
            form: components["schemas"]["Interval"];
            right: components["schemas"]["Interval"];
        };
        /** @description A comparison, from one cell to another, by their places. */
        Pair: {
            after: number;
            before: number;
            /** @enum {string} */
            factor: "k" | "labels" | "format" | "model";
        };
        /**
         * @description The residual stream at `token`: a `vector`, or that of another `prompt` at its token
         *     `source`, which is the same number without one. `point`: blocks.L.hook_resid_pre, _mid or
         *     _post.
         */
        PatchBody: {
            /** @constant */
            kind: "patch";
            /** @description From 0; or say it by `point`. */
            layer?: number | null;
            /** @description A place by TransformerLens's name. */
            point?: string | null;
            prompt?: string | null;
            source?: number | null;
            token: number;
            vector?: number[] | null;
        };
        /**
         * @description A token of a prompt: its text, and where it begins and ends in code points.
         *
         *     ``text`` shows bytes that are no whole character as ``<0xE4>``; ``part`` is the index into
         *     the rendered prompt's spans (see ``prompting``), or None for a bare prompt. ``special``: the
         *     start token, which the tokenizer puts before the text and which is nowhere in it, or a token
         *     that a chat template wrote.
         */
        Piece: {
            end: number;
            id: number;
            part: number | null;
            special: boolean;
            start: number;
            text: string;
        };
        /**
         * @description All that is decided beforehand. ``questions`` are the places of the items that are asked, and
         *     ``plan`` is the SHA-256 of the plan as JSON. ``pairs`` of ``cells`` are compared, and
         *     ``detectable`` is the smallest difference that so many items and comparisons can be expected to
         *     show. ``alike`` are answers that differ from another one by their writing alone, with the places
         *     of their items.
         */
        Planned: {
            alike: components["schemas"]["AnswerCount"][];
            cells: components["schemas"]["Cell"][];
            conditions: components["schemas"]["Condition"][];
            costs: components["schemas"]["Cost"][];
            detectable: number;
            labels: string[];
            lane: string;
            models: components["schemas"]["MeasuredModel"][];
            pairs: components["schemas"]["Pair"][];
            plan: string;
            questions: number[];
            /** @constant */
            type: "planned";
        };
        /** @description A place by both names, and which ``kind`` of intervention changes it. */
        Point: {
            kinds: string[];
            ours: string;
            point: string;
        };
        Points: {
            points: components["schemas"]["Point"][];
        };
        Problem: {
            detail: string;
            error: {
                code: string;
                message: string;
                param: string | null;
                type: string;
            };
            errors: {
                detail: string;
                pointer: string;
            }[];
            faults?: components["schemas"]["ContentFault"][];
            instance: string;
            over_by?: number;
            status: number;
            title: string;
            type: string;
        };
        /** @description ``text`` says what is done now, ``share`` how much of the whole is behind it, 0 to 1. */
        Progress: {
            lane: string;
            share: number;
            text: string;
            /** @constant */
            type: "progress";
        };
        /**
         * @description The prompt object: one template for all lanes, named sets of shots, one query.
         *
         *     Raises InvalidRequest with a pointer under ``/prompt`` where a rule is broken.
         *
         *     ``readout`` says how the answer is read: at the labels, or as the text that follows.
         *     ``stop`` None means: what follows ``{output}`` in the template (see ``stops``).
         */
        Prompt: {
            id?: string | null;
            instruction?: string;
            items?: components["schemas"]["Item"][];
            labels?: components["schemas"]["Label"][];
            lang?: string | null;
            query: components["schemas"]["Query"];
            /** @enum {string} */
            readout?: "labels" | "text";
            shot_sets?: {
                [key: string]: components["schemas"]["Shot"][];
            };
            stop?: string[] | null;
            template: string;
        };
        /** @description What was given as ``prompt``: texts or token ids. ``many``: as a list of them. */
        Prompts: {
            items: (string | number[])[];
            many: boolean;
        };
        /** @description ``mass``: of all labels together. ``boundary_moved`` as in ``events.Score``. */
        PromptScore: {
            boundary_moved: string[];
            labels: components["schemas"]["BatchLabel"][];
            mass: number;
            prompt_tokens: number;
        };
        Properties: {
            asked: Record<string, unknown>;
            models: Record<string, unknown>[];
            versions: Record<string, unknown>;
        };
        /** @description Where the teacher sent everybody: the fragment of the page's address. */
        Push: {
            address: string;
            number: number;
        };
        /** @description ``address``: the fragment of the page's address, which leads nowhere else. */
        PushBody: {
            address: string;
        };
        /** @description The question of every lane; ``expected`` is the right answer, where there is one. */
        Query: {
            expected?: string | null;
            input: string;
        };
        /** @description Spearman's, of the examples within each question; None where there is no order to compare. */
        RankCorrelation: {
            correlation: components["schemas"]["Interval"] | null;
            /** @enum {string} */
            one: "deleted" | "hidden" | "answer_hidden" | "attention";
            /** @enum {string} */
            other: "deleted" | "hidden" | "answer_hidden" | "attention";
        };
        RankedHead: {
            head: number;
            layer: number;
            score: number;
        };
        /** @description A ranking of all heads, the highest score first. */
        Ranking: {
            /** @enum {string} */
            by: "answers" | "prefix" | "previous";
            heads: components["schemas"]["RankedHead"][];
        };
        /**
         * @description The readings of one model under one condition, for the prompts of ``conditions.prompts_of``
         *     in their order.
         */
        Readings: {
            content_free: number[][];
            items: number[][];
        };
        ReadingsBody: {
            content_free: number[][];
            items: number[][];
        };
        /** @description None is all there is. */
        Reasoning: {
            /** @enum {unknown} */
            effort?: null | "none";
            /** @enum {unknown} */
            generate_summary?: null;
            /** @enum {unknown} */
            summary?: null;
        };
        RenderedChat: {
            count: number;
            text: string;
            tokens: components["schemas"]["Piece"][];
        };
        Response: {
            created_at: number;
            id: string;
            incomplete_details: {
                /** @constant */
                reason: "max_output_tokens";
            } | null;
            model: string;
            /** @constant */
            object: "response";
            output: (components["schemas"]["ResponseMessage"] | components["schemas"]["ResponseCall"])[];
            /** @enum {unknown} */
            status: "in_progress" | "completed" | "incomplete";
            system_fingerprint: string;
            usage: components["schemas"]["ResponseUsage"] | null;
        };
        /**
         * @description ``instructions`` are a system message before all others. Nothing is kept, so ``store`` does
         *     nothing. The knobs beside OpenAI's, such as ``seed``, are those of ``/v1/chat/completions``.
         */
        ResponseBody: {
            /** @enum {unknown} */
            background?: null | false;
            /** @enum {unknown} */
            context_management?: null | never[];
            /** @enum {unknown} */
            conversation?: null;
            frequency_penalty?: number | null;
            ignore_eos?: boolean | null;
            include?: ("message.output_text.logprobs" | "reasoning.encrypted_content")[] | null;
            input: string | (components["schemas"]["InputMessage"] | components["schemas"]["InputCall"] | components["schemas"]["InputResult"])[];
            instructions?: string | null;
            logit_bias?: {
                [key: string]: number;
            } | null;
            max_output_tokens?: number | null;
            /** @enum {unknown} */
            max_tool_calls?: null;
            /** @description Taken and ignored. */
            metadata?: unknown;
            min_p?: number | null;
            min_tokens?: number | null;
            model: string;
            /** @enum {unknown} */
            moderation?: null;
            /** @enum {unknown} */
            n?: null | 1;
            /** @description Taken and ignored. */
            parallel_tool_calls?: unknown;
            precision?: ("int8" | "fp32") | null;
            presence_penalty?: number | null;
            /** @enum {unknown} */
            previous_response_id?: null;
            /** @enum {unknown} */
            prompt?: null;
            /** @description Taken and ignored. */
            prompt_cache_key?: unknown;
            /** @description Taken and ignored. */
            prompt_cache_retention?: unknown;
            reasoning?: components["schemas"]["Reasoning"] | null;
            repetition_penalty?: number | null;
            /** @description Taken and ignored. */
            safety_identifier?: unknown;
            seed?: number | null;
            /** @description Taken and ignored. */
            service_tier?: unknown;
            stop?: string | string[] | null;
            /** @description Taken and ignored. */
            store?: unknown;
            stream?: boolean | null;
            stream_options?: components["schemas"]["ResponseStreamOptions"] | null;
            temperature?: number | null;
            text?: components["schemas"]["TextOptions"] | null;
            tool_choice?: ("none" | "auto" | "required") | {
                name: string;
                /** @constant */
                type: "function";
            } | null;
            tools?: components["schemas"]["ResponseTool"][] | null;
            top_k?: number | null;
            top_logprobs?: number | null;
            top_p?: number | null;
            truncate_prompt_tokens?: number | null;
            /** @enum {unknown} */
            truncation?: null | "disabled";
            /** @description Taken and ignored. */
            user?: unknown;
        };
        ResponseCall: {
            arguments: string;
            call_id: string;
            id: string;
            name: string;
            /** @enum {unknown} */
            status: "in_progress" | "completed" | "incomplete";
            /** @constant */
            type: "function_call";
        };
        ResponseEvent: {
            sequence_number: number;
            /** @enum {unknown} */
            type: "response.created" | "response.in_progress" | "response.output_item.added" | "response.content_part.added" | "response.output_text.delta" | "response.output_text.done" | "response.content_part.done" | "response.function_call_arguments.delta" | "response.function_call_arguments.done" | "response.output_item.done" | "response.completed" | "response.incomplete" | "error";
        };
        ResponseMessage: {
            content: {
                annotations: unknown[];
                logprobs: components["schemas"]["ChatToken"][];
                text: string;
                /** @constant */
                type: "output_text";
            }[];
            id: string;
            /** @constant */
            role: "assistant";
            /** @enum {unknown} */
            status: "in_progress" | "completed" | "incomplete";
            /** @constant */
            type: "message";
        };
        /** @description Has no option that does anything here. */
        ResponseStreamOptions: {
            /** @description Taken and ignored. */
            include_obfuscation?: unknown;
        };
        /** @description A function; tools that OpenAI's own servers run are refused. */
        ResponseTool: {
            description?: string | null;
            name: string;
            parameters?: {
                [key: string]: unknown;
            } | null;
            strict?: boolean | null;
            /** @enum {unknown} */
            type: "function";
        };
        ResponseUsage: {
            input_tokens: number;
            input_tokens_details: {
                cached_tokens: number;
            };
            output_tokens: number;
            output_tokens_details: {
                reasoning_tokens: number;
            };
            total_tokens: number;
        };
        RevealBody: {
            truth?: string | null;
        };
        /**
         * @description Slower turns, for texts longer than those first trained on.
         *
         *     "linear": all turns are ``factor`` times as slow (Chen et al. 2023, "Extending Context Window of
         *     Large Language Models via Position Interpolation"). "llama3": those alone that turn fewer than
         *     ``low_frequency`` times in ``first_context`` tokens; those that turn more than
         *     ``high_frequency`` times stay, and between the two the change is gradual (Llama 3.1's own code,
         *     as ``transformers`` has it).
         */
        RopeScaling: {
            factor: number;
            first_context: number;
            high_frequency: number;
            /** @enum {string} */
            kind: "linear" | "llama3";
            low_frequency: number;
        };
        /**
         * @description The row of one condition, where ``count`` of ``n`` items are right. ``form`` and ``choice``
         *     are means. ``says`` is for how many items each label is the likeliest, where all items share
         *     theirs; an item that has no likeliest label counts for none.
         */
        Row: {
            calibrated: components["schemas"]["Interval"] | null;
            choice: number;
            count: number;
            form: number;
            n: number;
            right: components["schemas"]["Interval"];
            says: number[];
        };
        RunEntry: {
            bits_per_byte: Record<string, unknown> | null;
            eta: number | null;
            id: string;
            loss: number | null;
            name: string;
            /** @enum {unknown} */
            origin: "recorded" | "here";
            parameters: number;
            probed: boolean;
            seconds: number | null;
            started: number;
            /** @enum {unknown} */
            state: "running" | "finished" | "stopped";
            step: number;
            steps_total: number;
            tokens: number;
            tokens_per_second: number | null;
            tokens_total: number;
        };
        Runs: {
            broken: {
                detail: string;
                id: string;
            }[];
            runs: components["schemas"]["RunEntry"][];
        };
        /**
         * @description What the model would say next, read at the labels, before anything is sampled.
         *
         *     ``mass`` is on all labels together (form); ``boundary_moved`` names labels whose first letters
         *     would merge with the prompt's last token if prompt and label were one text: they are scored as
         *     tokens of their own after the prompt, which may be an unusual way to write them.
         *
         *     In a reasoning lane ``sample`` is the sample whose reasoning was read before, and ``reasoning``
         *     is its text (without the words that end it; ``forced`` where it never came to them and they were
         *     put there). The lane's own Score has no ``sample``: it is the mean of ``samples`` distributions,
         *     ``spread`` the lowest and highest probability among them, of each label and of the mass, and
         *     ``forced`` tells that some were.
         */
        Score: {
            boundary_moved: string[];
            forced: boolean;
            labels: components["schemas"]["LabelScore"][];
            lane: string;
            mass: number;
            next: components["schemas"]["Distribution"];
            reasoning: string | null;
            sample: number | null;
            samples: number;
            spread: [
                number,
                number
            ][];
            /** @constant */
            type: "score";
        };
        ScoreBody: {
            /** @description What is changed inside the model, in fp32 and on at most 512 tokens. An empty list changes nothing and is computed by the same graph. */
            interventions?: (components["schemas"]["HeadBody"] | components["schemas"]["AttentionBody"] | components["schemas"]["PatchBody"] | components["schemas"]["SteerBody"])[] | null;
            labels: string[];
            model: string;
            precision?: ("int8" | "fp32") | null;
            prompt: string;
        };
        Scored: components["schemas"]["Score"] & {
            tokens: components["schemas"]["Piece"][];
        };
        Scores: {
            prompts: components["schemas"]["PromptScore"][];
            usage: {
                computed_prompt_tokens: number;
                prompt_tokens: number;
            };
        };
        /**
         * @description ``labels``: of all prompts, or a list of them for each. ``content_free``: prompts like the
         *     others, with "N/A" or the like for what is asked; labels are also measured over what they are
         *     after these. All labels after all prompts, content-free ones included, may be 8,192.
         */
        ScoresBody: {
            content_free?: string[];
            labels: string[] | string[][];
            model: string;
            precision?: ("int8" | "fp32") | null;
            prompts: string[];
        };
        SearchEvent: components["schemas"]["Waiting"] | components["schemas"]["Start"] | components["schemas"]["BeamStep"] | components["schemas"]["Found"] | components["schemas"]["Failed"] | components["schemas"]["End"];
        /** @description Each item is a text, or token ids with texts between them. ``many``: as a list of them. */
        Sequences: {
            items: (string | (number | string)[])[];
            many: boolean;
        };
        /** @description How tokens are chosen. Every field has a default; the knobs are those of DecodingSettings. */
        SettingsBody: {
            constraint?: components["schemas"]["ConstraintBody"] | null;
            frequency_penalty?: number;
            /** @default {} */
            logit_bias?: {
                [key: string]: number;
            };
            max_tokens?: number;
            min_p?: number;
            n?: number;
            presence_penalty?: number;
            repetition_penalty?: number;
            seed?: number;
            stop?: string[];
            temperature?: number;
            top_k?: number;
            top_p?: number;
        };
        /** @description An example. Outputs own their leading space: " slow", not "slow". */
        Shot: {
            input: string;
            output: string;
            reasoning?: string | null;
        };
        /** @description ``own``: the answer of the student who looks. Students see ``bars`` once it is revealed. */
        ShownGuess: {
            answered: number;
            bars: components["schemas"]["Bar"][] | null;
            choices: string[];
            number: number;
            own: string | null;
            question: string;
            /** @enum {string} */
            stage: "open" | "closed" | "revealed";
            truth: string | null;
        };
        /**
         * @description A token that a head read: its ``attention`` to ``token``, and what it ``added`` by that,
         *     which is the attention times the token's value through the head's output map.
         */
        Source: {
            added: number;
            attention: number;
            head: number;
            layer: number;
            token: number;
        };
        /**
         * @description ``range``: from the lowest mean to the highest, with its interval at ``level``.
         *     ``deviation``: the standard deviation of the conditions' means. ``apart``: whether the interval
         *     lies above 0; ``lowest`` and ``highest``: which conditions they are. ``p`` is corrected
         *     for all pairs of them, not for other comparisons.
         */
        Spread: {
            apart: boolean;
            deviation: number;
            highest: number;
            level: number;
            lowest: number;
            p: number;
            range: components["schemas"]["Interval"];
        };
        /** @description The standing of one token in a distribution. */
        Standing: {
            p: number;
            rank: number;
        };
        /** @description The exact prompt of a lane. ``spans`` are (part, start, end) as ``prompting`` names them. */
        Start: {
            context: number;
            lane: string;
            model: string;
            prompt: string;
            samples: number;
            spans: {
                [key: string]: unknown;
            }[];
            tokens: components["schemas"]["Piece"][];
            /** @constant */
            type: "start";
        };
        Status: {
            status: string;
        };
        /**
         * @description `scale` times a vector, added to the residual stream at the `tokens`, else at every token
         *     from `start` on, those that are written included. The `vector`, or the state of a `prompt` less
         *     that of `minus`, each at its `token`, the last one without. `point` as for a patch.
         */
        SteerBody: {
            /** @constant */
            kind: "steer";
            /** @description From 0; or say it by `point`. */
            layer?: number | null;
            minus?: string | null;
            /** @description A place by TransformerLens's name. */
            point?: string | null;
            prompt?: string | null;
            scale?: number;
            start?: number | null;
            token?: number | null;
            tokens?: number[] | null;
            vector?: number[] | null;
        };
        StoredFile: {
            bytes: number;
            created_at: number;
            filename: string;
            id: string;
            /** @constant */
            object: "file";
            purpose: string;
            /** @constant */
            status: "processed";
        };
        StoredFiles: {
            data: components["schemas"]["StoredFile"][];
            first_id: string | null;
            has_more: boolean;
            last_id: string | null;
            /** @constant */
            object: "list";
        };
        StreamOptions: {
            /** @description Taken and ignored. */
            include_obfuscation?: unknown;
            include_usage?: boolean | null;
        };
        Student: {
            answered: boolean;
            name: string;
            number: number;
            present: boolean;
        };
        /** @description Everything that is compared over conditions and models. */
        Summary: {
            figures: components["schemas"]["Figures"];
            lane: string;
            /** @constant */
            type: "summary";
        };
        /** @description -log p of a token given those before it, in nats; its probability and its rank. */
        Surprisal: {
            nats: number;
            p: number;
            rank: number;
        };
        /** @description ``prompt``: the prompt object; ``title`` as the page shows it, in the language ``lang``. */
        TaskAdded: {
            id: string;
            /** @enum {string} */
            lang?: "en" | "zh";
            prompt: {
                [key: string]: unknown;
            };
            title: string;
        };
        /**
         * @description ``metrics``: all that both runs have, ``metric`` among them. ``n``: questions that both were
         *     scored on; ``unscored``: those that stand in both, and were not. ``span``: from the lowest score
         *     to the highest, in units of which the test sees them; 1 where all lie between 0 and 1.
         *     ``difference``: from the first run to the second, in the metric's own units. ``detectable``: the
         *     difference that so many questions show in four runs of five; null for scores between.
         *     ``differing``: how many questions are scored differently; the first of them are
         *     ``disagreements``.
         */
        TaskComparison: {
            detectable: number | null;
            difference: components["schemas"]["Difference"];
            differing: number;
            disagreements: components["schemas"]["Disagreement"][];
            /** @enum {string} */
            kind: "right or wrong" | "score";
            metric: string;
            metrics: string[];
            n: number;
            /** @enum {string} */
            paired_by: "id" | "question";
            runs: [
                components["schemas"]["LogRun"],
                components["schemas"]["LogRun"]
            ];
            span: number;
            unscored: number;
        };
        /** @description ``messages`` are those of ``/v1/chat/completions``; ``model`` may be left out. */
        TemplateBody: {
            /** @enum {unknown} */
            add_generation_prompt?: null | true;
            messages: components["schemas"]["Message"][];
            model?: string | null;
            /** @enum {unknown} */
            tools?: null | never[];
        };
        /** @description ``format``: what the text is held to. */
        TextOptions: {
            format?: {
                /** @enum {unknown} */
                type: "text" | "json_object";
            } | {
                description?: string | null;
                name?: string;
                schema: Record<string, unknown> | boolean;
                strict?: boolean | null;
                /** @constant */
                type: "json_schema";
            } | null;
            /** @enum {unknown} */
            verbosity?: null;
        };
        /**
         * @description ``text`` is what this token makes certain: never half a character, nothing that may still
         *     turn out to be a stop string; joined over a sample it is the ``Done.text``. ``piece`` is the
         *     token itself for display, as in ``Piece``. In a reasoning lane ``index`` counts on from the
         *     reasoning into the answer, and the answer alone is the ``Done.text``. ``survivors`` is how
         *     many tokens each filter left; ``draw`` is the uniform number in [0, 1) that chose this token,
         *     None when greedy. ``removed_mass``: the model's own probability of all tokens that a constraint
         *     did not allow here, ``forbidden``: the ids of those among the distribution's alternatives; None
         *     where nothing held this token to one.
         */
        Token: {
            distribution: components["schemas"]["Distribution"];
            draw: number | null;
            forbidden: number[] | null;
            id: number;
            index: number;
            lane: string;
            logprob: number;
            piece: string;
            rank: number;
            removed_mass: number | null;
            sample: number;
            survivors: {
                [key: string]: number;
            };
            text: string;
            /** @constant */
            type: "token";
        };
        TokenizeBody: {
            model: string;
            precision?: ("int8" | "fp32") | null;
            text: string;
        };
        TokenizerInfo: {
            add_bos_token: boolean;
            bos_token: string | null;
            eos_token: string | null;
        };
        Tokens: {
            count: number;
            tokens: components["schemas"]["Piece"][];
        };
        /** @description ``mode``: "none", "auto" or "required"; ``name``: of the one tool that must be called. */
        ToolChoice: {
            mode: string;
            name?: string | null;
        };
        /**
         * @description ``layer``, from 0: whose numbers to give; the number of layers is the end, where the head
         *     reads.
         */
        TraceBody: {
            layer: number;
            model: string;
            precision?: ("int8" | "fp32") | null;
            prompt: string;
        };
        Traced: {
            activation: string;
            arrays: {
                bytes: number;
                dtype: string;
                name: string;
                offset: number;
                shape: number[];
            }[];
            bidirectional: boolean;
            bytes: number;
            ffn_width: number;
            gated: boolean;
            graph: string;
            head_size: number;
            heads: number;
            kv_heads: number;
            layer: number;
            layers: number;
            model: string;
            /** @enum {unknown} */
            norm: "layer" | "rms";
            norm_epsilon: number;
            positions: string;
            precision: string;
            scale: number;
            softcap: number;
            tied: boolean;
            tokens: components["schemas"]["Piece"][];
            vocabulary: number;
            width: number;
            window: number;
        };
        TrainingRun: components["schemas"]["RunEntry"] & {
            data: Record<string, unknown> | null;
            faulty: number;
            lines: components["schemas"]["Metric"][];
            lines_of: number;
            offset: number;
            recipe_text: string | null;
        };
        Usage: {
            completion_tokens: number;
            prompt_tokens: number;
            prompt_tokens_details: {
                cached_tokens: number;
            };
            total_tokens: number;
        };
        /**
         * @description ``chosen``: the layer with the most right answers on the choosing half, of several the one
         *     with the highest log-odds. Its changes, on the other half and question by question, from no
         *     examples and from all of them.
         */
        VectorEffect: {
            chosen: number;
            from_examples_form: components["schemas"]["Interval"];
            from_examples_right: components["schemas"]["Interval"];
            from_none_form: components["schemas"]["Interval"];
            from_none_right: components["schemas"]["Interval"];
            /** @enum {string} */
            kind: "function" | "task";
            layers: components["schemas"]["AtLayer"][];
        };
        /**
         * @description On ``n`` questions to judge and ``choosing`` others. ``heads``: those of the function vector,
         *     with their effect on the expected answer's log-probability, in nats.
         */
        VectorFigures: {
            choosing: number;
            examples: components["schemas"]["Outcome"];
            heads: components["schemas"]["RankedHead"][];
            n: number;
            none: components["schemas"]["Outcome"];
            vectors: components["schemas"]["VectorEffect"][];
        };
        /** @description ``top``: how many heads make the function vector. */
        VectorsBody: {
            balanced?: boolean;
            exact?: boolean;
            items?: components["schemas"]["ItemBody"][];
            k?: number;
            model: string;
            only_cost?: boolean;
            pool?: number;
            precision?: ("int8" | "fp32") | null;
            prompt: components["schemas"]["Prompt"];
            questions?: number;
            seed?: number;
            shot_set?: string | null;
            stream?: boolean;
            top?: number;
        };
        VectorsFound: {
            figures: components["schemas"]["VectorFigures"];
            lane: string;
            /** @constant */
            type: "vectors";
        };
        Version: {
            version: string;
        };
        Vocabulary: {
            tokens: string[];
        };
        /**
         * @description The run waits for its turn. ``before``: how many are served before it, which are other runs
         *     while the server has no place for it, and then prompts of other runs; ``seconds``: until its
         *     turn, by how long those before it took; None while too little is known. Sent again when
         *     ``before`` has changed, once a second at most; the run's own events end it. Only streams of the
         *     native API have it.
         */
        Waiting: {
            before: number;
            lane: string;
            seconds: number | null;
            /** @constant */
            type: "waiting";
        };
        WeightRow: {
            bias: number | null;
            index: number;
            name: string;
            rows: number;
            weight: number[];
        };
        Writes: {
            file: string;
            precision: string;
            weights: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
};
export type Ablation = components['schemas']['Ablation'];
export type Added = components['schemas']['Added'];
export type Allowed = components['schemas']['Allowed'];
export type AllowedBody = components['schemas']['AllowedBody'];
export type Alternative = components['schemas']['Alternative'];
export type AnswerBody = components['schemas']['AnswerBody'];
export type AnswerCount = components['schemas']['AnswerCount'];
export type AnswerFormat = components['schemas']['AnswerFormat'];
export type AppliedTemplate = components['schemas']['AppliedTemplate'];
export type AtLayer = components['schemas']['AtLayer'];
export type AttentionBody = components['schemas']['AttentionBody'];
export type AttentionEdgeBody = components['schemas']['AttentionEdgeBody'];
export type Attribution = components['schemas']['Attribution'];
export type Bar = components['schemas']['Bar'];
export type Batch = components['schemas']['Batch'];
export type BatchBody = components['schemas']['BatchBody'];
export type Batches = components['schemas']['Batches'];
export type BatchLabel = components['schemas']['BatchLabel'];
export type BeamBody = components['schemas']['BeamBody'];
export type BeamNode = components['schemas']['BeamNode'];
export type BeamResult = components['schemas']['BeamResult'];
export type BeamSettingsBody = components['schemas']['BeamSettingsBody'];
export type BeamStep = components['schemas']['BeamStep'];
export type CachedModel = components['schemas']['CachedModel'];
export type Calibration = components['schemas']['Calibration'];
export type CalledFunction = components['schemas']['CalledFunction'];
export type CalledTool = components['schemas']['CalledTool'];
export type Candidate = components['schemas']['Candidate'];
export type CauseBody = components['schemas']['CauseBody'];
export type CauseEvent = components['schemas']['CauseEvent'];
export type CausesPlanned = components['schemas']['CausesPlanned'];
export type CausesProgress = components['schemas']['CausesProgress'];
export type Cell = components['schemas']['Cell'];
export type CellFigures = components['schemas']['CellFigures'];
export type Chat = components['schemas']['Chat'];
export type ChatBody = components['schemas']['ChatBody'];
export type ChatChoice = components['schemas']['ChatChoice'];
export type ChatChunk = components['schemas']['ChatChunk'];
export type ChatChunkChoice = components['schemas']['ChatChunkChoice'];
export type ChatRenderBody = components['schemas']['ChatRenderBody'];
export type ChatToken = components['schemas']['ChatToken'];
export type ClassState = components['schemas']['ClassState'];
export type CompareBody = components['schemas']['CompareBody'];
export type CompareLogsBody = components['schemas']['CompareLogsBody'];
export type Comparison = components['schemas']['Comparison'];
export type Completion = components['schemas']['Completion'];
export type CompletionBody = components['schemas']['CompletionBody'];
export type CompletionChoice = components['schemas']['CompletionChoice'];
export type CompletionChunk = components['schemas']['CompletionChunk'];
export type Condition = components['schemas']['Condition'];
export type ConditionsBody = components['schemas']['ConditionsBody'];
export type ConditionSpread = components['schemas']['ConditionSpread'];
export type Constraint = components['schemas']['Constraint'];
export type ConstraintBody = components['schemas']['ConstraintBody'];
export type Content = components['schemas']['Content'];
export type ContentFault = components['schemas']['ContentFault'];
export type Contrast = components['schemas']['Contrast'];
export type Cost = components['schemas']['Cost'];
export type DecodeBody = components['schemas']['DecodeBody'];
export type Decoded = components['schemas']['Decoded'];
export type Difference = components['schemas']['Difference'];
export type Disagreement = components['schemas']['Disagreement'];
export type Distribution = components['schemas']['Distribution'];
export type Done = components['schemas']['Done'];
export type EarlierBody = components['schemas']['EarlierBody'];
export type EarlierReadingsBody = components['schemas']['EarlierReadingsBody'];
export type EmbeddingEntry = components['schemas']['EmbeddingEntry'];
export type Embeddings = components['schemas']['Embeddings'];
export type EmbeddingsBody = components['schemas']['EmbeddingsBody'];
export type EmptyBody = components['schemas']['EmptyBody'];
export type EncodeBody = components['schemas']['EncodeBody'];
export type Encoded = components['schemas']['Encoded'];
export type End = components['schemas']['End'];
export type Event = components['schemas']['Event'];
export type Example = components['schemas']['Example'];
export type ExampleEffect = components['schemas']['ExampleEffect'];
export type ExampleFigures = components['schemas']['ExampleFigures'];
export type ExampleReadings = components['schemas']['ExampleReadings'];
export type ExamplesFound = components['schemas']['ExamplesFound'];
export type ExplainBody = components['schemas']['ExplainBody'];
export type Explained = components['schemas']['Explained'];
export type Export = components['schemas']['Export'];
export type ExportBody = components['schemas']['ExportBody'];
export type Exported = components['schemas']['Exported'];
export type ExportEvent = components['schemas']['ExportEvent'];
export type Exports = components['schemas']['Exports'];
export type Failed = components['schemas']['Failed'];
export type Figures = components['schemas']['Figures'];
export type FileDeleted = components['schemas']['FileDeleted'];
export type FileEntry = components['schemas']['FileEntry'];
export type Fill = components['schemas']['Fill'];
export type FillBody = components['schemas']['FillBody'];
export type Filled = components['schemas']['Filled'];
export type Found = components['schemas']['Found'];
export type Gap = components['schemas']['Gap'];
export type GenerateBody = components['schemas']['GenerateBody'];
export type GraphBody = components['schemas']['GraphBody'];
export type GraphEntry = components['schemas']['GraphEntry'];
export type GraphEvent = components['schemas']['GraphEvent'];
export type GuessBody = components['schemas']['GuessBody'];
export type HeadBody = components['schemas']['HeadBody'];
export type HeadFigures = components['schemas']['HeadFigures'];
export type HeadPlaceBody = components['schemas']['HeadPlaceBody'];
export type HeadsBody = components['schemas']['HeadsBody'];
export type HeadsFound = components['schemas']['HeadsFound'];
export type Importable = components['schemas']['Importable'];
export type InputCall = components['schemas']['InputCall'];
export type InputMessage = components['schemas']['InputMessage'];
export type InputResult = components['schemas']['InputResult'];
export type InstalledModel = components['schemas']['InstalledModel'];
export type Interval = components['schemas']['Interval'];
export type Item = components['schemas']['Item'];
export type ItemBody = components['schemas']['ItemBody'];
export type JoinBody = components['schemas']['JoinBody'];
export type Joined = components['schemas']['Joined'];
export type Label = components['schemas']['Label'];
export type LabelScore = components['schemas']['LabelScore'];
export type LabelSlope = components['schemas']['LabelSlope'];
export type LaneBody = components['schemas']['LaneBody'];
export type Lens = components['schemas']['Lens'];
export type LensLayer = components['schemas']['LensLayer'];
export type LessonAdded = components['schemas']['LessonAdded'];
export type LlamaCompletion = components['schemas']['LlamaCompletion'];
export type LlamaCompletionBody = components['schemas']['LlamaCompletionBody'];
export type LlamaCompletionChunk = components['schemas']['LlamaCompletionChunk'];
export type LlamaTimings = components['schemas']['LlamaTimings'];
export type LlamaToken = components['schemas']['LlamaToken'];
export type LogBody = components['schemas']['LogBody'];
export type LogComparison = components['schemas']['LogComparison'];
export type LogitsBody = components['schemas']['LogitsBody'];
export type LogRun = components['schemas']['LogRun'];
export type Made = components['schemas']['Made'];
export type Manifest = components['schemas']['Manifest'];
export type MeasureBody = components['schemas']['MeasureBody'];
export type Measured = components['schemas']['Measured'];
export type MeasuredModel = components['schemas']['MeasuredModel'];
export type MeasureEvent = components['schemas']['MeasureEvent'];
export type MeasureProgress = components['schemas']['MeasureProgress'];
export type Measures = components['schemas']['Measures'];
export type Message = components['schemas']['Message'];
export type Metric = components['schemas']['Metric'];
export type ModelConfig = components['schemas']['ModelConfig'];
export type ModelEntry = components['schemas']['ModelEntry'];
export type ModelList = components['schemas']['ModelList'];
export type Models = components['schemas']['Models'];
export type NamedBias = components['schemas']['NamedBias'];
export type NamedToken = components['schemas']['NamedToken'];
export type OfferedFunction = components['schemas']['OfferedFunction'];
export type OfferedTool = components['schemas']['OfferedTool'];
export type Outcome = components['schemas']['Outcome'];
export type Pair = components['schemas']['Pair'];
export type PatchBody = components['schemas']['PatchBody'];
export type Piece = components['schemas']['Piece'];
export type Planned = components['schemas']['Planned'];
export type Point = components['schemas']['Point'];
export type Points = components['schemas']['Points'];
export type Problem = components['schemas']['Problem'];
export type Progress = components['schemas']['Progress'];
export type Prompt = components['schemas']['Prompt'];
export type Prompts = components['schemas']['Prompts'];
export type PromptScore = components['schemas']['PromptScore'];
export type Properties = components['schemas']['Properties'];
export type Push = components['schemas']['Push'];
export type PushBody = components['schemas']['PushBody'];
export type Query = components['schemas']['Query'];
export type RankCorrelation = components['schemas']['RankCorrelation'];
export type RankedHead = components['schemas']['RankedHead'];
export type Ranking = components['schemas']['Ranking'];
export type Readings = components['schemas']['Readings'];
export type ReadingsBody = components['schemas']['ReadingsBody'];
export type Reasoning = components['schemas']['Reasoning'];
export type RenderedChat = components['schemas']['RenderedChat'];
export type Response = components['schemas']['Response'];
export type ResponseBody = components['schemas']['ResponseBody'];
export type ResponseCall = components['schemas']['ResponseCall'];
export type ResponseEvent = components['schemas']['ResponseEvent'];
export type ResponseMessage = components['schemas']['ResponseMessage'];
export type ResponseStreamOptions = components['schemas']['ResponseStreamOptions'];
export type ResponseTool = components['schemas']['ResponseTool'];
export type ResponseUsage = components['schemas']['ResponseUsage'];
export type RevealBody = components['schemas']['RevealBody'];
export type RopeScaling = components['schemas']['RopeScaling'];
export type Row = components['schemas']['Row'];
export type RunEntry = components['schemas']['RunEntry'];
export type Runs = components['schemas']['Runs'];
export type Score = components['schemas']['Score'];
export type ScoreBody = components['schemas']['ScoreBody'];
export type Scored = components['schemas']['Scored'];
export type Scores = components['schemas']['Scores'];
export type ScoresBody = components['schemas']['ScoresBody'];
export type SearchEvent = components['schemas']['SearchEvent'];
export type Sequences = components['schemas']['Sequences'];
export type SettingsBody = components['schemas']['SettingsBody'];
export type Shot = components['schemas']['Shot'];
export type ShownGuess = components['schemas']['ShownGuess'];
export type Source = components['schemas']['Source'];
export type Spread = components['schemas']['Spread'];
export type Standing = components['schemas']['Standing'];
export type Start = components['schemas']['Start'];
export type Status = components['schemas']['Status'];
export type SteerBody = components['schemas']['SteerBody'];
export type StoredFile = components['schemas']['StoredFile'];
export type StoredFiles = components['schemas']['StoredFiles'];
export type StreamOptions = components['schemas']['StreamOptions'];
export type Student = components['schemas']['Student'];
export type Summary = components['schemas']['Summary'];
export type Surprisal = components['schemas']['Surprisal'];
export type TaskAdded = components['schemas']['TaskAdded'];
export type TaskComparison = components['schemas']['TaskComparison'];
export type TemplateBody = components['schemas']['TemplateBody'];
export type TextOptions = components['schemas']['TextOptions'];
export type Token = components['schemas']['Token'];
export type TokenizeBody = components['schemas']['TokenizeBody'];
export type TokenizerInfo = components['schemas']['TokenizerInfo'];
export type Tokens = components['schemas']['Tokens'];
export type ToolChoice = components['schemas']['ToolChoice'];
export type TraceBody = components['schemas']['TraceBody'];
export type Traced = components['schemas']['Traced'];
export type TrainingRun = components['schemas']['TrainingRun'];
export type Usage = components['schemas']['Usage'];
export type VectorEffect = components['schemas']['VectorEffect'];
export type VectorFigures = components['schemas']['VectorFigures'];
export type VectorsBody = components['schemas']['VectorsBody'];
export type VectorsFound = components['schemas']['VectorsFound'];
export type Version = components['schemas']['Version'];
export type Vocabulary = components['schemas']['Vocabulary'];
export type Waiting = components['schemas']['Waiting'];
export type WeightRow = components['schemas']['WeightRow'];
export type Writes = components['schemas']['Writes'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

export const LIMITS = {
  "SettingsBody": {
    "max_tokens": {
      "minimum": 1,
      "maximum": 4096,
      "whole": true
    },
    "temperature": {
      "minimum": 0,
      "maximum": 5,
      "whole": false
    },
    "top_k": {
      "minimum": 0,
      "maximum": 1000000,
      "whole": true
    },
    "top_p": {
      "exclusiveMinimum": 0,
      "maximum": 1,
      "whole": false
    },
    "n": {
      "minimum": 1,
      "maximum": 8,
      "whole": true
    },
    "seed": {
      "minimum": 0,
      "maximum": 9007199254740991,
      "whole": true
    },
    "min_p": {
      "minimum": 0,
      "maximum": 1,
      "whole": false
    },
    "repetition_penalty": {
      "exclusiveMinimum": 0,
      "maximum": 100,
      "whole": false
    },
    "presence_penalty": {
      "minimum": -2,
      "maximum": 2,
      "whole": false
    },
    "frequency_penalty": {
      "minimum": -2,
      "maximum": 2,
      "whole": false
    }
  },
  "BeamSettingsBody": {
    "width": {
      "minimum": 1,
      "maximum": 16,
      "whole": true
    },
    "max_tokens": {
      "minimum": 1,
      "maximum": 256,
      "whole": true
    },
    "n": {
      "minimum": 1,
      "maximum": 16,
      "whole": true
    },
    "alpha": {
      "minimum": 0,
      "maximum": 5,
      "whole": false
    }
  }
} as const;

export const PROMPT_LIMITS = {
  "labels": 64,
  "stops": 16,
  "stop_length": 200
} as const;

export const PROMPT_REFUSALS = {
  "fields": "The template's fields are $listed; {input} and then {output} were expected once each, with at most one {reasoning} between them.",
  "space": "The template has a space before {$field}, so the prompt would end in one, which models read badly; put it at the start of what follows instead.",
  "brace": "The template has $text at position $position; {input}, {reasoning} or {output} was expected, or {{ and }} for literal braces.",
  "question": "The question ends in a space and so would the prompt, which models read badly; take the space away or put text after {input} in the template.",
  "shot": "Example $number of $set has no reasoning, but the template shows it; write one, or take {reasoning} out of the template.",
  "labels": "There are $count labels; $labels at most were expected.",
  "label_twice": "The label $label is there twice; different texts were expected.",
  "label_empty": "A label is empty; different texts were expected.",
  "stops": "There are $count stop strings; $stops at most were expected.",
  "stop": "The stop string $stop has $length characters; 1 to $stop_length were expected (by default it is what follows {output}).",
  "set": "The lane $lane asks for the examples $set; there are $known.",
  "example": "The lane $lane asks for example $index; $set has $count, counted from 0.",
  "reasoning": "The lane $lane asks for reasoning, but the template does not show any: put {reasoning} between {input} and {output}, or ask without reasoning.",
  "delimiter": "Between {reasoning} and {output} the template has $length characters; 1 to $stop_length were expected, since they end the reasoning: write a line break and \"A:\", for example."
} as const;
